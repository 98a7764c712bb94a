import { listAnswer } from '../../projects/project-answers.ts'
import type { Command } from '../command.ts'
import { textTable } from '../text-table.ts'

export const projectList: Command = {
  name: 'project list',
  summary: 'List the projects, newest first',
  options: {},
  run: async (_given, services) => {
    const data = listAnswer(await (await services.projects()).list())
    const rows = data.projects.map((project) => [
      String(project.id),
      project.name,
      project.public_key,
      project.is_active ? 'on' : 'off',
      project.stats.total_pageviews.toLocaleString('en'),
      project.allowed_domains.join(', '),
    ])
    const head = ['id', 'name', 'public key', '', 'views', 'domains']
    return { text: rows.length === 0 ? 'There is no project yet.' : textTable([head, ...rows]), data }
  },
}
