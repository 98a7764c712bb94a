import { editedAnswer, sentences } from '../../projects/project-answers.ts'
import { parseInput } from '../../core/input.ts'
import { editInput } from '../../projects/project-input.ts'
import type { Command } from '../command.ts'
import { idOption, projectOptions } from '../project-options.ts'

export const projectEdit: Command = {
  name: 'project edit',
  summary: 'Change the name, the domains or a choice of a project',
  operand: 'id',
  options: { id: idOption, ...projectOptions },
  run: async (given, services) => {
    const { id, wishes } = parseInput(editInput, {
      id: given.text('id'),
      name: given.text('name'),
      allowed_domains: given.list('domains'),
      identity: given.text('identity'),
      time_zone: given.text('time-zone'),
      honours_opt_out: given.flag('honours-opt-out'),
      browser_audits: given.flag('browser-audits'),
      keep_days: given.text('keep-days'),
      detail_days: given.text('detail-days'),
      ignored_addresses: given.list('ignored-addresses'),
      ignored_paths: given.list('ignored-paths'),
      ignored_hosts: given.list('ignored-hosts'),
      ignored_countries: given.list('ignored-countries'),
    })
    const project = await (await services.projects()).edit(id, wishes)
    return { text: `${sentences.edited}.`, data: editedAnswer(project) }
  },
}
