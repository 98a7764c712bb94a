import { AppError } from '../../core/errors.ts'
import type { Project } from '../../projects/project.ts'
import type { ProjectStore } from '../../projects/project-store.ts'
import { progressBar } from '../../seed/progress-bar.ts'
import type { Command } from '../command.ts'
import { textTable } from '../text-table.ts'

const DEFAULTS = { days: 60, viewsPerDay: 300, seed: 1 }

interface Target {
  readonly project: Project
  /** Of a project that was made for this. */
  readonly secretKey?: string
}

export const seed: Command = {
  name: 'seed',
  summary: 'Fill a project with made-up traffic, the same every time',
  operand: 'project',
  options: {
    project: { type: 'string', value: '<id>', about: 'Number of the project; may be left out where there is only one' },
    days: { type: 'string', value: '<n>', about: `How many days up to today; default ${DEFAULTS.days}` },
    'views-per-day': { type: 'string', value: '<n>', about: `On average; default ${DEFAULTS.viewsPerDay}` },
    seed: { type: 'string', value: '<n>', about: `Another number gives other traffic; default ${DEFAULTS.seed}` },
    again: { type: 'boolean', about: 'Mix it with what is there already' },
  },
  run: async (given, services) => {
    const wish = {
      days: given.whole('days', 3650) ?? DEFAULTS.days,
      viewsPerDay: given.whole('views-per-day', 1_000_000) ?? DEFAULTS.viewsPerDay,
      seed: given.whole('seed', Number.MAX_SAFE_INTEGER) ?? DEFAULTS.seed,
      again: given.flag('again') ?? false,
    }
    const id = given.whole('project', Number.MAX_SAFE_INTEGER)
    const { project, secretKey } = await targetOf(await services.projects(), id)
    const bar = progressBar(services.err, 'Seeding')
    const onProgress = (done: number, total: number) => bar.update(done, total)
    const added = await services.seed({ ...wish, project, onProgress }).finally(() => bar.end())
    const rows = Object.entries(added).map(([name, count]: [string, number]) => [name, count.toLocaleString('en')])
    const key = secretKey === undefined ? '' : `\n\nIts secret key, shown once: ${secretKey}`
    return {
      text: `Added to project ${project.id}, "${project.name}":\n\n${textTable(rows, '  ')}${key}`,
      data: {
        project: project.id,
        public_key: project.publicKey,
        ...(secretKey !== undefined && { secret_key: secretKey }),
        added,
      },
    }
  },
}

/** The project that was named, the only one there is, or a new one where there is none. */
async function targetOf(store: ProjectStore, id: number | undefined): Promise<Target> {
  const known = await store.all()
  if (id !== undefined) {
    const project = known.find((each) => each.id === id)
    if (project === undefined) throw new AppError('not_found', 'Project not found')
    return { project }
  }
  const [only, ...others] = known
  if (only === undefined) return store.create({ name: 'Demo', domains: [] })
  if (others.length === 0) return { project: only }
  throw new AppError('invalid_input', `There are ${known.length} projects. Name one: --project <id>`)
}
