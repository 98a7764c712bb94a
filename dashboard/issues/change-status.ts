import type { IssueStatus } from '../../lib/wire/record-reports.ts'
import { faultOf } from '../api/fault.ts'
import { setIssueStatus } from '../api/issues.ts'
import { number } from '../format.ts'
import { texts } from '../language.ts'
import { sentenceOf } from '../parts/form.tsx'
import { toast } from '../parts/toasts.tsx'

/** An issue as far as its status is concerned. */
export interface Triaged {
  readonly id: number
  readonly status: IssueStatus
}

/** Sets the status of some issues, says so, and offers to undo it; `onDone` after each, whatever became of it. */
export async function changeStatus(
  project: number,
  issues: readonly Triaged[],
  status: IssueStatus,
  onDone: () => void,
): Promise<void> {
  const changed = issues.filter((issue) => issue.status !== status)
  if (changed.length === 0) return
  const words = texts.issues
  try {
    await setIssueStatus(
      project,
      changed.map(({ id }) => id),
      status,
    )
    toast(words.changed[status](changed.length, number(changed.length)), {
      action: { label: texts.lists.undo, act: () => void putBack(project, changed, onDone) },
    })
  } catch (thrown) {
    toast(sentenceOf(faultOf(thrown)), { isBad: true })
  }
  onDone()
}

async function putBack(project: number, issues: readonly Triaged[], onDone: () => void): Promise<void> {
  const statuses = [...new Set(issues.map(({ status }) => status))]
  try {
    for (const status of statuses) {
      const ids = issues.filter((issue) => issue.status === status).map(({ id }) => id)
      await setIssueStatus(project, ids, status)
    }
    toast(texts.lists.undone)
  } catch (thrown) {
    toast(sentenceOf(faultOf(thrown)), { isBad: true })
  }
  onDone()
}
