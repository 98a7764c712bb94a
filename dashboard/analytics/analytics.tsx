import { useState } from 'preact/hooks'
import { askFirstSteps } from '../api/first-steps.ts'
import { useAnswer } from '../api/use-answer.ts'
import { FirstSteps } from '../first-steps/first-steps.tsx'
import type { ScreenProps } from '../shell/screens.tsx'
import { Report } from './report.tsx'
import { viewOf } from './view.ts'

const WAITING_MS = 2000

/** The overview of a project: its report, or the way to its first page view. */
export function Analytics({ project, query }: ScreenProps) {
  const [isWaiting, setWaiting] = useState(false)
  // Who has watched the wait stays on the steps, where the view appears, instead of being thrown to another screen.
  const pause = isWaiting ? WAITING_MS : Infinity
  const { value: steps } = useAnswer(`first-steps ${project.id}`, () => askFirstSteps(project.id), { every: pause })
  if (steps?.state === 'waiting' && !isWaiting) setWaiting(true)
  if (steps !== undefined && isWaiting) return <FirstSteps steps={steps} onReport={() => setWaiting(false)} />
  return <Report project={project} view={viewOf(project.id, query)} identity={steps?.project.identity} />
}
