import { useState } from 'preact/hooks'
import type { ProjectFacts, ProjectSettings } from '../../api/projects.ts'
import { editProject } from '../../api/projects.ts'

/** Some settings of a project while they are changed, and only those that differ from what is saved. */
export function useDraft<K extends keyof ProjectSettings>(facts: ProjectFacts, names: readonly K[]) {
  const [changes, setChanges] = useState<Partial<Pick<ProjectSettings, K>>>({})
  const valueOf = <N extends K>(name: N): ProjectSettings[N] =>
    ((changes as Partial<ProjectSettings>)[name] as ProjectSettings[N] | undefined) ?? facts[name]
  const differing = names.filter((name) => JSON.stringify(valueOf(name)) !== JSON.stringify(facts[name]))
  return {
    valueOf,
    set: <N extends K>(name: N, value: ProjectSettings[N]) => setChanges({ ...changes, [name]: value }),
    isChanged: differing.length > 0,
    /** `cleaned`: what is sent in place of what was typed. */
    save: (cleaned: Partial<ProjectSettings> = {}) =>
      editProject(facts.id, {
        ...(Object.fromEntries(differing.map((name) => [name, valueOf(name)])) as Partial<ProjectSettings>),
        ...cleaned,
      }),
    forget: () => setChanges({}),
  }
}
