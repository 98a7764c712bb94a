import * as z from 'zod'
import { INSTALL_LOG } from '../accounts/trail.ts'
import type { Verification } from '../audits/verify.ts'
import { projectsWithAudits, verifyChain } from '../audits/verify.ts'
import type { Anchor } from '../audits/walk.ts'
import { HOUR, MINUTE } from '../core/clock.ts'
import type { Db } from '../db/open-db.ts'
import type { Job } from './job.ts'

/** Below the log of the install, which is the first. */
const NONE = -1

/** What the job remembers: the newest entry that was verified of each project, and how far it is today. */
const memory = z.object({
  anchors: z.record(z.string(), z.object({ sequence: z.int(), hash: z.string() })),
  /** Projects up to this number are done; -1 between two days. */
  upTo: z.int(),
  found: z.array(z.string()),
})

type Memory = z.output<typeof memory>

/**
 * Verifies the audit log of every project once a day, also against what the day before verified, so that a past that
 * was made anew shows. Who can write to the database can change that memory as well: the log of the process names each
 * anchor, for who keeps it elsewhere. A log that was tampered with is an alarm, and its anchor stays.
 */
export const auditCheck = (db: Db): Job => ({
  name: 'audit-check',
  schedule: { dailyAt: 3 * HOUR + 17 * MINUTE },
  async run({ progress, mayGoOn, signal, save, log }) {
    const { anchors, upTo, found } = parse(progress)
    const projects = await projectsToCheck(db, Object.keys(anchors).map(Number))
    for (const project of projects.filter((id) => id > upTo)) {
      if (!mayGoOn()) {
        const before = projects.filter((id) => id < project).at(-1) ?? NONE
        return { state: 'more', progress: textOf({ anchors, upTo: before, found }) }
      }
      const verification = await verifyChain(db.read, project, anchors[project], signal)
      if (verification.outcome === 'verified') {
        anchors[project] = verification.last
        log.info({ project, ...verification.last }, 'The audit log was verified up to this entry')
      } else if (verification.outcome === 'tampered' && (await isThere(db, project))) {
        found.push(alarmOf(verification))
      }
      await save(textOf({ anchors, upTo: project, found }))
    }
    return {
      state: 'done',
      progress: textOf({ anchors: anchorsOf(anchors, projects), upTo: NONE, found: [] }),
      alarm: found.join(' '),
    }
  },
})

const textOf = (remembered: Memory) => JSON.stringify(remembered)

function parse(progress: string): Memory {
  const fresh: Memory = { anchors: {}, upTo: NONE, found: [] }
  try {
    return progress === '' ? fresh : memory.parse(JSON.parse(progress))
  } catch {
    return fresh
  }
}

/** Ascending. A log that vanished altogether is missed by its anchor; a project that was deleted is not. */
async function projectsToCheck(db: Db, anchored: readonly number[]): Promise<number[]> {
  const logged = new Set([...(await projectsWithAudits(db.read)), ...anchored])
  const all = await db.read.selectFrom('projects').select('id').orderBy('id').execute()
  return [INSTALL_LOG, ...all.map(({ id }) => id)].filter((id) => logged.has(id))
}

/** Of a project that is being deleted the entries go first. */
const isThere = async (db: Db, project: number): Promise<boolean> =>
  project === INSTALL_LOG ||
  (await db.read.selectFrom('projects').select('id').where('id', '=', project).executeTakeFirst()) !== undefined

const anchorsOf = (anchors: Readonly<Record<string, Anchor>>, projects: readonly number[]) =>
  Object.fromEntries(Object.entries(anchors).filter(([project]) => projects.includes(Number(project))))

function alarmOf({ project, faults: [first], faultCount }: Verification): string {
  const more = faultCount > 1 ? ` And ${faultCount - 1} more.` : ''
  return `The audit log of project ${project} was tampered with. ${first?.message ?? ''}${more} See: node app.js audit verify ${project}`
}
