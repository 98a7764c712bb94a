import { useState } from 'preact/hooks'
import type { ProjectGlance } from '../../lib/wire/glance.ts'
import { askGlance } from '../api/projects.ts'
import { useAnswer } from '../api/use-answer.ts'
import { number } from '../format.ts'
import { texts } from '../language.ts'
import { Change } from '../parts/change.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Icon } from '../parts/icon.tsx'
import { Notice } from '../parts/notice.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { Sparkline } from '../parts/sparkline.tsx'
import { hrefOf } from '../routing/place.ts'
import { useSession } from '../session/session.ts'
import { NewProject } from './no-project.tsx'

const EVERY_MS = 60_000

/** Every project that one may see, with how its last days went. */
export function AllProjects() {
  const { user } = useSession()
  const [isAdding, setAdding] = useState(false)
  const { value, fault, again } = useAnswer('glance', askGlance, { every: EVERY_MS })
  const words = texts.projects
  return (
    <>
      <div class="row spread">
        <h1>{texts.shell.allProjects}</h1>
        {user.is_owner && (
          <button type="button" class="plain" onClick={() => setAdding(true)}>
            <Icon name="plus" />
            {words.add}
          </button>
        )}
      </div>
      {fault && <Notice fault={fault} onAgain={again} />}
      {value === undefined && !fault && <Skeleton lines={8} />}
      <ul class="project-cards">
        {value?.map((glance) => (
          <li key={glance.id}>
            <ProjectCard glance={glance} />
          </li>
        ))}
      </ul>
      {isAdding && (
        <Dialog title={words.add} onClose={() => setAdding(false)}>
          <NewProject />
        </Dialog>
      )}
    </>
  )
}

function ProjectCard({ glance }: { glance: ProjectGlance }) {
  const { id, name, current, previous, days, live, open_issues, is_active } = glance
  const words = texts.projects
  return (
    <a class="card project-card" href={hrefOf(['p', id, 'analytics'])}>
      <header>
        <h2>{name}</h2>
        {live > 0 && (
          <span class="right-now">
            <span class="dot" aria-hidden="true" />
            {number(live)}
            <span class="for-ears"> {words.live}</span>
          </span>
        )}
      </header>
      <p class="project-figures">
        <b>{number(current.visitors)}</b>
        <span class="soft">{texts.analytics.metrics.visitors}</span>
        <Change percent={changeOf(current.visitors, previous.visitors)} />
      </p>
      <Sparkline values={days.map(({ visitors }) => visitors)} label={words.course(number(days.length))} />
      <p class="hint row spread">
        <span>{is_active ? words.days(number(days.length)) : words.off}</span>
        {open_issues > 0 && <span>{words.issues(open_issues, number(open_issues))}</span>}
      </p>
    </a>
  )
}

const changeOf = (now: number, before: number): number | null =>
  before === 0 ? null : Math.round(((now - before) / before) * 100)
