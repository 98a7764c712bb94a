import { AppError } from '../../core/errors.ts'
import { progressBar } from '../../seed/progress-bar.ts'
import type { Command } from '../command.ts'
import { UsageError } from '../command.ts'

export const visitorForget: Command = {
  name: 'visitor forget',
  summary: 'Remove everything of one visitor from a project, sealed days included',
  options: {
    project: { type: 'string', value: '<id>', about: 'Number of the project, from project list' },
    visit: { type: 'string', value: '<id>', about: 'A visit of the visitor, as reports name it' },
    cookie: {
      type: 'string',
      value: '<value>',
      about: 'The value of the cookie _ml_vid, in projects with cookie identity',
    },
  },
  run: async (given, services) => {
    const project = numberOf(given.text('project'), 'project')
    const [visit, cookie] = [given.text('visit'), given.text('cookie')]
    if ((visit === undefined) === (cookie === undefined))
      throw new UsageError('Say who: --visit <id> or --cookie <value>, one of them')
    const who = cookie === undefined ? { visit: numberOf(visit, 'visit') } : { cookie }
    const bar = progressBar(services.err, 'Forgetting')
    let removed: number | undefined
    for await (const step of services.forgetVisitor(project, who)) {
      bar.update(step.done, step.total)
      removed = step.removed
    }
    bar.end()
    if (removed === undefined) throw new AppError('not_found', 'Nothing is known of this visitor in this project')
    return { text: `Forgotten: ${removed} visits, events, clicks and errors are gone.`, data: { project, removed } }
  },
}

function numberOf(text: string | undefined, option: string): number {
  const number = Number(text)
  if (text === undefined || !Number.isSafeInteger(number) || number < 1)
    throw new UsageError(`--${option} takes a number`)
  return number
}
