import { askSessions, endOtherSessions, endSession } from '../../api/account.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { useSending } from '../../api/use-sending.ts'
import { ago, moment } from '../../format.ts'
import { texts } from '../../language.ts'
import { Notice } from '../../parts/notice.tsx'
import { Skeleton } from '../../parts/skeleton.tsx'
import { toast } from '../../parts/toasts.tsx'
import { SettingsCard } from '../settings-frame.tsx'

/** Where one is signed in, with a way to end it. */
export function SessionsCard() {
  const { value, fault, again } = useAnswer('sessions', askSessions)
  const { attempt } = useSending()
  const words = texts.account.sessions
  const sessions = value?.sessions ?? []
  const end = async (act: () => Promise<unknown>) => {
    const done = await attempt(async () => {
      await act()
      return true
    })
    if (done === true) toast(words.ended)
    again()
  }
  return (
    <SettingsCard
      title={words.title}
      about={words.about}
      deed={
        sessions.length > 1 && (
          <button type="button" class="plain" onClick={() => void end(endOtherSessions)}>
            {words.endOthers}
          </button>
        )
      }
    >
      {fault && <Notice fault={fault} onAgain={again} />}
      {value === undefined && !fault && <Skeleton lines={3} />}
      <ul class="items">
        {sessions.map((session) => (
          <li key={session.id} class="item">
            <div class="item-text">
              <b>{session.agent === '' ? texts.words.unknown : session.agent}</b>
              <span class="hint" title={moment(session.seen_at)}>
                {words.methods[session.method] ?? session.method} · {words.seen(ago(session.seen_at))}
              </span>
            </div>
            {session.is_this ? (
              <span class="badge good">{words.isThis}</span>
            ) : (
              <button type="button" class="plain" onClick={() => void end(() => endSession(session.id))}>
                {words.end}
              </button>
            )}
          </li>
        ))}
      </ul>
    </SettingsCard>
  )
}
