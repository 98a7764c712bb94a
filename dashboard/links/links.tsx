import { useProjectFacts } from '../api/use-project-facts.ts'
import type { ScreenProps } from '../shell/screens.tsx'
import { LinkDetail } from './link-detail.tsx'
import { LinkList } from './link-list.tsx'
import { linkRange } from './link-ranges.ts'

/** Short links: all of them, or one (`#/p/1/links/spring-mail`). */
export function Links({ project, rest: [code], query }: ScreenProps) {
  const { value: facts } = useProjectFacts(project.id)
  const common = { project, zone: facts?.time_zone, range: linkRange(query.range) }
  return code === undefined ? (
    <LinkList {...common} search={query.search ?? ''} />
  ) : (
    <LinkDetail {...common} code={code} />
  )
}
