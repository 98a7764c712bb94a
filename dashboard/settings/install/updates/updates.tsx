import { useState } from 'preact/hooks'
import type { ReleaseTaken } from '../../../../lib/wire/releases.ts'
import { askReleases } from '../../../api/releases.ts'
import { useAnswer } from '../../../api/use-answer.ts'
import { texts } from '../../../language.ts'
import { Notice } from '../../../parts/notice.tsx'
import { Skeleton } from '../../../parts/skeleton.tsx'
import { SettingsCard } from '../../settings-frame.tsx'
import { ReleaseItems } from './release-items.tsx'
import { UploadForm } from './upload-form.tsx'
import { Waiting } from './waiting.tsx'

/** Another version of Micrologs from a file, and back to one that was there before. */
export function Updates() {
  const [taken, setTaken] = useState<ReleaseTaken>()
  const { value, fault, again } = useAnswer('releases', askReleases)
  const words = texts.updates
  if (value === undefined) return fault ? <Notice fault={fault} onAgain={again} /> : <Skeleton lines={8} />
  if (!value.is_released)
    return (
      <SettingsCard title={words.title} about={words.checkout}>
        <p class="code-line">git pull && npm ci && npm run build</p>
      </SettingsCard>
    )
  return (
    <>
      <SettingsCard title={words.title} about={words.about(value.running)}>
        {taken === undefined ? (
          <UploadForm list={value} onTaken={setTaken} />
        ) : (
          <Waiting
            key={taken.version}
            taken={taken}
            onEnd={() => {
              setTaken(undefined)
              again()
            }}
          />
        )}
      </SettingsCard>
      <SettingsCard title={words.releases} about={words.aboutReleases}>
        <ReleaseItems list={value} onTaken={setTaken} onChange={again} />
      </SettingsCard>
    </>
  )
}
