import { useState } from 'preact/hooks'
import type { ShareAnswer, ShareMade } from '../../../lib/wire/shares.ts'
import { askShares, deleteShare } from '../../api/shares.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { moment } from '../../format.ts'
import { texts } from '../../language.ts'
import { Confirm } from '../../parts/confirm.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Notice } from '../../parts/notice.tsx'
import { SecretShown } from '../../parts/secret-shown.tsx'
import { Skeleton } from '../../parts/skeleton.tsx'
import type { CurrentProject } from '../../session/session.ts'
import { SettingsCard } from '../settings-frame.tsx'
import { NewShareDialog } from './new-share-dialog.tsx'

/** Dashboards that can be seen without an account. */
export function ShareSettings({ project }: { project: CurrentProject }) {
  const [isMaking, setMaking] = useState(false)
  const [made, setMade] = useState<ShareMade>()
  const [leaving, setLeaving] = useState<ShareAnswer>()
  const { value, fault, again } = useAnswer(`shares ${project.id}`, () => askShares(project.id))
  const words = texts.settings.shares
  const factsOf = (share: ShareAnswer) =>
    [
      `…${share.hint}`,
      share.has_password ? words.withPassword : words.withoutPassword,
      ...(share.embed ? [words.embeddable] : []),
      ...(share.ends_at === null ? [] : [words.until(moment(share.ends_at))]),
    ].join(' · ')
  const add = (
    <button type="button" class="primary" onClick={() => setMaking(true)}>
      <Icon name="plus" />
      {words.add}
    </button>
  )
  return (
    <>
      <SettingsCard title={words.title} about={words.about} deed={value && value.count > 0 ? add : undefined}>
        {fault && <Notice fault={fault} onAgain={again} />}
        {value === undefined && !fault && <Skeleton lines={3} />}
        {made && <Made share={made} />}
        {value?.count === 0 && (
          <Empty icon="outside" {...words.none}>
            {add}
          </Empty>
        )}
        <ul class="items">
          {value?.shares.map((share) => (
            <li key={share.id} class="item">
              <div class="item-text">
                <b>{share.name}</b>
                <span class="hint">{factsOf(share)}</span>
              </div>
              <button
                type="button"
                class="icon-button"
                aria-label={`${words.end}: ${share.name}`}
                onClick={() => setLeaving(share)}
              >
                <Icon name="trash" />
              </button>
            </li>
          ))}
        </ul>
      </SettingsCard>
      {isMaking && (
        <NewShareDialog
          project={project.id}
          onClose={() => setMaking(false)}
          onMade={(share) => {
            setMaking(false)
            setMade(share)
            again()
          }}
        />
      )}
      {leaving && (
        <Confirm
          title={words.end}
          about={words.aboutEnd(leaving.name)}
          deed={words.end}
          onClose={() => setLeaving(undefined)}
          onConfirm={() => deleteShare(project.id, leaving.id)}
          onDone={() => {
            setLeaving(undefined)
            setMade(undefined)
            again()
          }}
        />
      )}
    </>
  )
}

function Made({ share }: { share: ShareMade }) {
  const words = texts.settings.shares
  const code = (src: string) => `<iframe src="${src}" width="100%" height="900" loading="lazy"></iframe>`
  return (
    <>
      <SecretShown
        label={words.link(share.name)}
        secret={share.link}
        about={texts.settings.shownOnce}
        copy={words.copyLink}
      />
      {share.embed_link !== null && (
        <SecretShown
          label={words.embedCode}
          secret={code(share.embed_link)}
          about={words.aboutEmbedCode}
          copy={words.copyCode}
        />
      )}
    </>
  )
}
