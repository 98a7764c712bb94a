import { AppError } from '../../core/errors.ts'
import { progressBar } from '../../seed/progress-bar.ts'
import type { Command, Given } from '../command.ts'
import type { CommandServices } from '../command-services.ts'
import { textTable } from '../text-table.ts'

const MEGABYTE = 1024 * 1024

const project = { type: 'string', value: '<id>', about: 'Number of the project; all when left out' } as const

/** Throws `not_found` for a project that is not there: a typing error must not pass for sound days. */
async function projectsOf(given: Given, services: CommandServices): Promise<number[]> {
  const one = given.whole('project', Number.MAX_SAFE_INTEGER)
  const all = (await (await services.projects()).all()).map(({ id }) => id)
  if (one === undefined) return all
  if (!all.includes(one)) throw new AppError('not_found', 'Project not found')
  return [one]
}

export const daysStatus: Command = {
  name: 'days status',
  summary: 'What is sealed of each project, how large it is, and how much is still in rows',
  options: { project },
  run: async (given, services) => {
    const found = []
    for (const id of await projectsOf(given, services)) found.push(await services.daysStatus(id))
    const rows = found.map(({ project: id, parts, visits, views, bytes, open_views: open }) => {
      const each = views === 0 ? '' : `${(bytes / views).toFixed(1)} bytes each`
      return [
        `project ${id}`,
        `${parts} parts`,
        `${visits} visits`,
        `${views} views`,
        `${(bytes / MEGABYTE).toFixed(1)} MB`,
        each,
        `${open} views in rows`,
      ]
    })
    return { text: rows.length === 0 ? 'There is no project.' : textTable(rows), data: { projects: found } }
  },
}

export const daysVerify: Command = {
  name: 'days verify',
  summary:
    'Read every sealed day and check its bytes, its counts and that nothing is there twice: 0 whole, 1 damaged, 3 could not run',
  failureCode: 3,
  options: { project },
  run: async (given, services) => {
    const faults: string[] = []
    let parts = 0
    const bar = progressBar(services.err, 'Verifying')
    for (const id of await projectsOf(given, services)) {
      let last: readonly string[] = []
      for await (const step of services.verifyDays(id)) {
        bar.update(step.done, step.total)
        last = step.faults
        parts += step.done > 0 ? 1 : 0
      }
      faults.push(...last.map((fault) => `Project ${id}: ${fault}`))
    }
    bar.end()
    const isWhole = faults.length === 0
    return {
      text: isWhole ? `${parts} parts are whole.` : faults.join('\n'),
      data: { status: isWhole ? 'whole' : 'damaged', parts, faults },
      exitCode: isWhole ? 0 : 1,
    }
  },
}

export const daysSeal: Command = {
  name: 'days seal',
  summary: 'Seal now what is over, and merge what is worth it, instead of waiting for the job',
  options: { project },
  run: async (given, services) => {
    let [parts, views] = [0, 0]
    const bar = progressBar(services.err, 'Sealing')
    for (const id of await projectsOf(given, services)) {
      for await (const step of services.sealDays(id)) {
        bar.update(step.done, step.total)
        parts++
        views += step.views
      }
    }
    bar.end()
    return { text: `${views} page views were sealed into ${parts} parts.`, data: { parts, views } }
  },
}

export const daysReseal: Command = {
  name: 'days reseal',
  summary: 'Write sealed days anew in the form of this version; each must say the same as before',
  options: { project },
  run: async (given, services) => {
    let parts = 0
    const bar = progressBar(services.err, 'Writing anew')
    for (const id of await projectsOf(given, services)) {
      for await (const step of services.resealDays(id)) {
        bar.update(step.done, step.total)
        parts++
      }
    }
    bar.end()
    return { text: `${parts} parts were written anew and say what they said.`, data: { parts } }
  },
}
