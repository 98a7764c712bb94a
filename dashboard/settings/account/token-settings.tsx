import { useState } from 'preact/hooks'
import type { TokenAnswer } from '../../../lib/wire/accounts.ts'
import { askTokens, revokeToken } from '../../api/tokens.ts'
import { urlOf } from '../../api/ask.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { day, moment } from '../../format.ts'
import { texts } from '../../language.ts'
import { Confirm } from '../../parts/confirm.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Notice } from '../../parts/notice.tsx'
import { SecretShown } from '../../parts/secret-shown.tsx'
import { Skeleton } from '../../parts/skeleton.tsx'
import { useSession } from '../../session/session.ts'
import { SettingsCard } from '../settings-frame.tsx'
import { NewTokenDialog } from './new-token-dialog.tsx'

/** Keys for programs, with some of one's own rights. */
export function TokenSettings() {
  const { user } = useSession()
  const [isMaking, setMaking] = useState(false)
  const [secret, setSecret] = useState<string>()
  const [leaving, setLeaving] = useState<TokenAnswer>()
  const { value, fault, again } = useAnswer('tokens', askTokens)
  const words = texts.account.tokens
  const nameOf = (id: number) => user.projects.find((project) => project.id === id)?.name ?? String(id)
  const factsOf = ({ scope, projects, hint, used_day, ends_at }: TokenAnswer) =>
    [
      `…${hint}`,
      words.scopes[scope].title,
      projects === 'all' ? words.allProjects : projects.map(nameOf).join(', '),
      used_day === null ? words.neverUsed : words.used(day(used_day)),
      ...(ends_at === null ? [] : [texts.settings.shares.until(moment(ends_at))]),
    ].join(' · ')
  const add = (
    <button type="button" class="primary" onClick={() => setMaking(true)}>
      <Icon name="plus" />
      {words.add}
    </button>
  )
  return (
    <SettingsCard
      title={texts.account.sections.tokens}
      about={
        <>
          {words.about}{' '}
          <a href={urlOf('api/docs')} target="_blank" rel="noreferrer">
            {texts.shell.apiPage}
          </a>
        </>
      }
      deed={value && value.tokens.length > 0 ? add : undefined}
    >
      {fault && <Notice fault={fault} onAgain={again} />}
      {value === undefined && !fault && <Skeleton lines={3} />}
      {secret !== undefined && (
        <SecretShown label={words.made} secret={secret} about={texts.settings.shownOnce} copy={texts.words.copy} />
      )}
      {value?.tokens.length === 0 && (
        <Empty icon="copy" {...words.none}>
          {add}
        </Empty>
      )}
      <ul class="items">
        {value?.tokens.map((token) => (
          <li key={token.id} class="item">
            <div class="item-text">
              <b>{token.name}</b>
              <span class="hint">{factsOf(token)}</span>
            </div>
            <button
              type="button"
              class="plain"
              aria-label={`${words.revoke}: ${token.name}`}
              onClick={() => setLeaving(token)}
            >
              {words.revoke}
            </button>
          </li>
        ))}
      </ul>
      {isMaking && (
        <NewTokenDialog
          onClose={() => setMaking(false)}
          onMade={(made) => {
            setMaking(false)
            setSecret(made)
            again()
          }}
        />
      )}
      {leaving && (
        <Confirm
          title={words.revoke}
          about={words.aboutRevoke(leaving.name)}
          deed={words.revoke}
          onClose={() => setLeaving(undefined)}
          onConfirm={() => revokeToken(leaving.id)}
          onDone={() => {
            setLeaving(undefined)
            setSecret(undefined)
            again()
          }}
        />
      )}
    </SettingsCard>
  )
}
