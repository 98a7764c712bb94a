import type { JobAnswer } from '../../../lib/wire/diagnostics.ts'
import { runJob } from '../../api/diagnostics.ts'
import { faultOf } from '../../api/fault.ts'
import { texts } from '../../language.ts'
import { sentenceOf } from '../../parts/form.tsx'
import { toast } from '../../parts/toasts.tsx'
import { When } from '../../parts/when.tsx'

interface JobTableProps {
  readonly jobs: readonly JobAnswer[]
  readonly onRun: () => void
}

/** Work in the background: how it went last. */
export function JobTable({ jobs, onRun }: JobTableProps) {
  const words = texts.install.diagnostics
  const run = async (name: string) => {
    try {
      await runJob(name)
      toast(words.isRun)
    } catch (thrown) {
      toast(sentenceOf(faultOf(thrown)), { isBad: true })
    }
    onRun()
  }
  return (
    <ul class="items">
      {jobs.map((job) => (
        <li key={job.name} class="item">
          <div class="item-text">
            <span class="row">
              <b>{job.name}</b>
              <span class={job.state === 'failing' || job.state === 'alarm' ? 'badge bad' : 'badge'}>
                {words.jobStates[job.state]}
              </span>
            </span>
            <span class="hint">
              {job.finished_at === null ? (
                words.neverRun
              ) : (
                <>
                  {words.lastRun} <When at={job.finished_at} zone={undefined} />
                </>
              )}
            </span>
            {job.reason !== '' && (
              <span class="fault" lang="en">
                {job.reason}
              </span>
            )}
          </div>
          <button
            type="button"
            class="plain"
            aria-label={`${words.run}: ${job.name}`}
            onClick={() => void run(job.name)}
          >
            {words.run}
          </button>
        </li>
      ))}
    </ul>
  )
}
