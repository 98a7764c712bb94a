import { urlOf } from '../api/ask.ts'
import { signOut } from '../api/session.ts'
import { useSending } from '../api/use-sending.ts'
import { initial } from '../format.ts'
import { texts } from '../language.ts'
import { Icon } from '../parts/icon.tsx'
import { Menu, MenuGroup, MenuItem } from '../parts/menu.tsx'
import { hrefOf } from '../routing/place.ts'
import { useSession } from '../session/session.ts'
import { Preferences } from './preferences.tsx'

/** Who is signed in, what this browser likes, and the way out. */
export function AccountMenu() {
  const { user, update } = useSession()
  const { attempt } = useSending()
  const shown = user.name === '' ? user.email : user.name
  const leave = async () => {
    const state = await attempt(signOut)
    if (state !== undefined) update(state)
  }
  const button = (
    <>
      <span class="avatar" data-initial={initial(shown)} />
      <span class="for-ears">{texts.shell.account}: </span>
      <span class="account-name">{shown}</span>
    </>
  )
  const askForShortcuts = () => document.dispatchEvent(new KeyboardEvent('keydown', { key: '?' }))
  return (
    <div class="account">
      <Menu button={button} kind="account-button" align="end" isUp>
        {(close) => (
          <>
            <p class="menu-person">
              <b>{shown}</b>
              <span class="soft">{user.email}</span>
            </p>
            <MenuGroup>
              <a class="menu-item" href={hrefOf(['account'])} onClick={close}>
                <Icon name="person" />
                {texts.account.title}
              </a>
              {user.is_owner && (
                <a class="menu-item" href={hrefOf(['install'])} onClick={close}>
                  <Icon name="settings" />
                  {texts.install.title}
                </a>
              )}
            </MenuGroup>
            <Preferences />
            <MenuGroup>
              <MenuItem onChoose={() => (close(), askForShortcuts())}>
                <Icon name="help" />
                {texts.shell.shortcuts}
                <kbd>?</kbd>
              </MenuItem>
              <a class="menu-item" href={urlOf('api/docs')} target="_blank" rel="noreferrer">
                <Icon name="outside" />
                {texts.shell.apiPage}
              </a>
            </MenuGroup>
            <MenuGroup>
              <MenuItem onChoose={() => void leave()}>{texts.shell.signOut}</MenuItem>
            </MenuGroup>
          </>
        )}
      </Menu>
    </div>
  )
}
