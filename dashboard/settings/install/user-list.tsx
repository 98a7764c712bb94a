import { useState } from 'preact/hooks'
import type { LinkAnswer, UserAnswer } from '../../../lib/wire/accounts.ts'
import { askUsers, deleteUser, makeSignInLink, setOwner } from '../../api/people.ts'
import { faultOf } from '../../api/fault.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { ago, moment } from '../../format.ts'
import { texts } from '../../language.ts'
import { Confirm } from '../../parts/confirm.tsx'
import { sentenceOf } from '../../parts/form.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Menu, MenuItem } from '../../parts/menu.tsx'
import { Notice } from '../../parts/notice.tsx'
import { SecretShown } from '../../parts/secret-shown.tsx'
import { Skeleton } from '../../parts/skeleton.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useSession } from '../../session/session.ts'
import { Invitations } from '../invitations.tsx'
import { SettingsCard } from '../settings-frame.tsx'

/** Everybody with an account. */
export function UserList() {
  const { user: me } = useSession()
  const [link, setLink] = useState<LinkAnswer & { readonly email: string }>()
  const [leaving, setLeaving] = useState<UserAnswer>()
  const { value, fault, again } = useAnswer('users', () => askUsers(undefined))
  const words = texts.install.people
  const act = async (deed: () => Promise<unknown>) => {
    try {
      await deed()
    } catch (thrown) {
      toast(sentenceOf(faultOf(thrown)), { isBad: true })
    }
    again()
  }
  return (
    <>
      <SettingsCard title={texts.install.sections.people} about={words.about}>
        {fault && <Notice fault={fault} onAgain={again} />}
        {value === undefined && !fault && <Skeleton lines={3} />}
        {link && (
          <SecretShown
            label={words.linkFor(link.email)}
            secret={link.url}
            about={words.aboutLink}
            copy={texts.words.copy}
          />
        )}
        <ul class="items">
          {value?.users.map((user) => (
            <li key={user.id} class="item">
              <div class="item-text">
                <span class="row">
                  <b>{user.name === '' ? user.email : user.name}</b>
                  {user.is_owner && <span class="badge">{texts.shell.roles.owner}</span>}
                  {user.has_second_factor && <span class="badge good">{words.secondFactor}</span>}
                </span>
                <span class="hint">{factsOf(user)}</span>
              </div>
              {user.id !== me.id && (
                <Menu button={<Icon name="more" />} label={words.deeds(user.email)} kind="icon-button" align="end">
                  {(close) => (
                    <>
                      <MenuItem
                        onChoose={() => {
                          close()
                          void act(async () => setLink({ ...(await makeSignInLink(user.id)), email: user.email }))
                        }}
                      >
                        {words.makeLink}
                      </MenuItem>
                      <MenuItem
                        onChoose={() => {
                          close()
                          void act(() => setOwner(user.id, !user.is_owner))
                        }}
                      >
                        {user.is_owner ? words.noOwner : words.makeOwner}
                      </MenuItem>
                      <MenuItem
                        onChoose={() => {
                          close()
                          setLeaving(user)
                        }}
                      >
                        {words.delete}
                      </MenuItem>
                    </>
                  )}
                </Menu>
              )}
            </li>
          ))}
        </ul>
      </SettingsCard>
      <Invitations project={undefined} />
      {leaving && (
        <Confirm
          title={words.delete}
          about={words.aboutDelete(leaving.email)}
          deed={words.delete}
          onClose={() => setLeaving(undefined)}
          onConfirm={() => deleteUser(leaving.id)}
          onDone={() => {
            setLeaving(undefined)
            again()
          }}
        />
      )}
    </>
  )
}

function factsOf({ email, name, projects, signed_in_at, created_at }: UserAnswer): string {
  const words = texts.install.people
  const seen = signed_in_at === null ? words.neverSignedIn(moment(created_at)) : words.signedIn(ago(signed_in_at))
  return [name === '' ? '' : email, projects.map((project) => project.name).join(', '), seen]
    .filter(Boolean)
    .join(' · ')
}
