import { ANY_HOST } from '../../projects/domains.ts'
import { createdAnswer } from '../../projects/project-answers.ts'
import { parseInput } from '../../core/input.ts'
import { createInput } from '../../projects/project-input.ts'
import { baseUrl, trackingTag } from '../../projects/tag.ts'
import type { Command } from '../command.ts'
import { UsageError } from '../command.ts'
import { projectOptions } from '../project-options.ts'
import { textTable } from '../text-table.ts'

export const projectCreate: Command = {
  name: 'project create',
  summary: 'Make a project; print its keys and the tag to paste',
  operand: 'name',
  options: projectOptions,
  run: async (given, services) => {
    const name = given.text('name')
    if (name === undefined) throw new UsageError('A name is needed, as in: project create "My site"')
    const input = parseInput(createInput, {
      name,
      allowed_domains: given.list('domains') ?? [ANY_HOST],
      identity: given.text('identity'),
      time_zone: given.text('time-zone') ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
      honours_opt_out: given.flag('honours-opt-out'),
      browser_audits: given.flag('browser-audits'),
      keep_days: given.text('keep-days'),
      detail_days: given.text('detail-days'),
      ignored_addresses: given.list('ignored-addresses'),
      ignored_paths: given.list('ignored-paths'),
      ignored_hosts: given.list('ignored-hosts'),
      ignored_countries: given.list('ignored-countries'),
    })
    const created = await (await services.projects()).create(input)
    const tag = trackingTag(baseUrl(services.config), created.project)
    const answer = createdAnswer(created)
    const rows = [
      ['id', String(answer.id)],
      ['public key', answer.public_key],
      ['secret key', `${answer.secret_key}   (shown once: keep it safe)`],
      ['domains', input.domains.length === 0 ? 'any' : input.domains.join(', ')],
      ['visitors', answer.identity],
      ['time zone', answer.time_zone],
    ]
    const text = `Project "${answer.name}" created.\n\n${textTable(rows, '  ')}\n\nPaste this into your pages, before </head>:\n\n  ${tag}`
    return { text, data: { ...answer, tag } }
  },
}
