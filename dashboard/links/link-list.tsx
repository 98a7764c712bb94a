import { useState } from 'preact/hooks'
import type { LinkShape } from '../../lib/wire/links.ts'
import { askLinkClicks, askLinks } from '../api/links.ts'
import { useAnswer } from '../api/use-answer.ts'
import { texts } from '../language.ts'
import { Empty } from '../parts/empty.tsx'
import { Icon } from '../parts/icon.tsx'
import { Notice } from '../parts/notice.tsx'
import { SearchBox } from '../parts/search-box.tsx'
import { useShortcut } from '../parts/shortcuts.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { changeQuery } from '../routing/use-place.ts'
import type { CurrentProject } from '../session/session.ts'
import { LinkEditor } from './link-editor.tsx'
import { LinkRangeChoice } from './link-range-choice.tsx'
import { LinkTable } from './link-table.tsx'

interface LinkListProps {
  readonly project: CurrentProject
  readonly zone: string | undefined
  readonly range: string
  readonly search: string
}

/** So many links get their clicks beside them. */
const MOST = 1000
/** Whose courses are shown week by week. */
const LONG_RANGES: readonly string[] = ['365d']

/** All short links with their clicks in a range. */
export function LinkList({ project, zone, range, search }: LinkListProps) {
  const [isMaking, setMaking] = useState(false)
  const links = useAnswer(`links ${project.id}`, () => askLinks(project.id))
  const words = { project: project.id, range, limit: MOST, trend: LONG_RANGES.includes(range) ? 'week' : 'day' }
  const clicks = useAnswer(`link-clicks ${project.id} ${range}`, () => askLinkClicks(words))
  const fault = links.fault ?? clicks.fault
  const said = texts.links
  useShortcut('n', said.add, () => project.mayEdit && setMaking(true))
  const reload = () => {
    links.again()
    clicks.again()
  }
  const add = project.mayEdit && (
    <button type="button" class="primary" onClick={() => setMaking(true)}>
      <Icon name="plus" />
      {said.add}
    </button>
  )
  const all = links.value?.links
  const shown = all?.filter((link) => fits(link, search))
  return (
    <div class="list-screen">
      <header class="screen-head">
        <h1>{said.title}</h1>
        {add}
      </header>
      {fault && <Notice fault={fault} onAgain={reload} />}
      {all === undefined && !fault && <Skeleton lines={8} />}
      {all?.length === 0 && (
        <div class="card">
          <Empty icon="links" {...said.none}>
            {add}
          </Empty>
        </div>
      )}
      {all !== undefined && all.length > 0 && (
        <section class="card list-card padded">
          <div class="filter-line">
            <SearchBox
              label={said.search}
              value={search}
              onSearch={(text) => changeQuery({ search: text }, { replace: true })}
            />
            <LinkRangeChoice range={range} />
          </div>
          {shown?.length === 0 && <Empty icon="search" {...said.noneFits} />}
          {shown !== undefined && shown.length > 0 && (
            <LinkTable
              links={shown}
              clicks={clicks.value?.links ?? []}
              trends={clicks.value?.trends ?? {}}
              project={project}
              zone={zone}
              range={range}
              onChange={reload}
            />
          )}
        </section>
      )}
      {isMaking && (
        <LinkEditor
          project={project.id}
          link={undefined}
          onClose={() => setMaking(false)}
          onSaved={() => {
            setMaking(false)
            reload()
          }}
        />
      )}
    </div>
  )
}

const fits = ({ label, code, destination_url }: LinkShape, search: string): boolean =>
  [label, code, destination_url].some((text) => text.toLowerCase().includes(search.trim().toLowerCase()))
