import type { ProjectFacts } from './projects.ts'
import { askProjects } from './projects.ts'
import type { Answered } from './use-answer.ts'
import { useAnswer } from './use-answer.ts'

type Facts = Omit<Answered<ProjectFacts>, 'isStale'>

/** The settings of a project; its time zone tells what the times of its reports mean. */
export function useProjectFacts(id: number): Facts {
  const { value, fault, again } = useAnswer('projects', askProjects)
  const found = value?.projects.find((project) => project.id === id)
  return { ...(found && { value: found }), ...(fault && { fault }), again }
}
