import { askTimeseries } from '../api/explore.ts'
import { useAnswer } from '../api/use-answer.ts'
import { figure, numberOf } from '../analytics/metrics.ts'
import { texts } from '../language.ts'
import { Change } from '../parts/change.tsx'
import { Sparkline } from '../parts/sparkline.tsx'
import { hrefOf } from '../routing/place.ts'
import { useSession } from '../session/session.ts'

/** Every project that one may see, with how its last days went. */
export function AllProjects() {
  const { user } = useSession()
  return (
    <>
      <h1>{texts.shell.allProjects}</h1>
      <ul class="project-cards">
        {user.projects.map(({ id, name }) => (
          <li key={id}>
            <ProjectCard id={id} name={name} />
          </li>
        ))}
      </ul>
    </>
  )
}

function ProjectCard({ id, name }: { id: number; name: string }) {
  const words = { project: id, range: '7d', compare: 'previous', interval: 'day', fill: '1', metrics: 'visitors' }
  const { value } = useAnswer(`glance ${id}`, () => askTimeseries(words))
  return (
    <a class="card project-card" href={hrefOf(['p', id, 'analytics'])}>
      <h2>{name}</h2>
      {value && (
        <>
          <p class="project-figures">
            <b>{figure('visitors', numberOf(value.totals, 'visitors'))}</b>
            <span class="soft">{texts.analytics.metrics.visitors}</span>
            <Change percent={value.compare?.change.visitors} />
          </p>
          <Sparkline
            values={value.rows.map((point) => numberOf(point, 'visitors') ?? 0)}
            label={texts.analytics.chart.title(texts.analytics.metrics.visitors ?? '')}
          />
          <p class="hint">{texts.analytics.ranges['7d']}</p>
        </>
      )}
    </a>
  )
}
