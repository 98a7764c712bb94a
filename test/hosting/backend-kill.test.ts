import { setTimeout as pause } from 'node:timers/promises'
import type { BackendJournal } from '../kit/backend.ts'
import { startBackend } from '../kit/backend.ts'
import { engines } from '../kit/databases.ts'
import { eventually } from '../kit/eventually.ts'
import { spoolFiles } from '../kit/journal.ts'
import { freePort, killServers, startServer } from '../kit/server-process.ts'
import type { Site } from '../kit/site.ts'
import { freshSite } from '../kit/site.ts'

/** Errors and audit entries of a backend that repeats what it got no answer for, while two processes are killed in turn. */
const KILLS = Math.ceil(Number(process.env.KILLS ?? 8) / engines.length)

let site: Site
afterEach(async () => {
  await killServers()
  await site.drop()
})

const sorted = (numbers: Iterable<number>) => [...numbers].sort((a, b) => a - b)

async function storedErrors(): Promise<Map<number, number>> {
  const rows = await site.db.read.selectFrom('error_events').select(['id', 'issue']).execute()
  return new Map(rows.map(({ id, issue }) => [id, issue]))
}

const storedAudits = () =>
  site.db.read.selectFrom('audit_entries').select(['message', 'sequence']).orderBy('sequence').execute()

/** Of those that were told a number, it is the one that is stored. */
const toldWrong = ({ answered }: BackendJournal, stored: ReadonlyMap<number, number>) =>
  [...answered].filter(([id, number]) => number !== undefined && stored.get(id) !== number)

test.each(engines)(
  '%s: kill -9 loses no error and no audit entry, doubles none, and breaks no chain',
  async (engine) => {
    site = await freshSite(engine)
    const ports = [await freePort(), await freePort()]
    const start = (port: number) => startServer({ ...site, port })
    const servers = [await start(ports[0] ?? 0), await start(ports[1] ?? 0)]
    const { secretKey } = site
    const targets = () => ports.map((port) => ({ port }))
    const errors = startBackend({ secretKey, to: 'error', targets })
    const audits = startBackend({ secretKey, to: 'audit', targets })
    for (let kill = 0; kill < KILLS; kill++) {
      await pause(Math.random() * 400)
      const which = kill % 2
      await servers[which]?.kill()
      servers[which] = await start(ports[which] ?? 0)
    }
    await Promise.all([errors.stop(), audits.stop()])
    const isAllStored = async () =>
      (await storedErrors()).size >= errors.journal.answered.size &&
      (await storedAudits()).length >= audits.journal.answered.size
    await eventually(isAllStored, 20_000)
    for (const server of servers) expect(await server.stop()).toMatchObject({ code: 0 })

    const events = await storedErrors()
    expect(sorted(events.keys())).toEqual(sorted(errors.journal.answered.keys()))
    expect(toldWrong(errors.journal, events)).toEqual([])
    const issues = await site.db.read.selectFrom('issues').select(['message', 'occurrences']).execute()
    expect(issues).toHaveLength(7)
    expect(issues.reduce((sum, { occurrences }) => sum + occurrences, 0)).toBe(events.size)

    const entries = await storedAudits()
    expect(entries.map(({ sequence }) => sequence)).toEqual(entries.map((_, index) => index + 1))
    expect(sorted(entries.map(({ message }) => message))).toEqual(sorted(audits.journal.answered.keys()))
    expect(toldWrong(audits.journal, new Map(entries.map(({ message, sequence }) => [message, sequence])))).toEqual([])

    const told = [...errors.journal.answered.values(), ...audits.journal.answered.values()]
    const repeats = errors.journal.repeats + audits.journal.repeats
    process.stdout.write(
      `${engine}: ${KILLS} kills; ${events.size} errors, ${entries.length} audit entries, ${repeats} sent again, ` +
        `${told.filter((number) => number !== undefined).length} of ${told.length} told their number\n`,
    )
    expect([errors.journal.refused, audits.journal.refused]).toEqual([{}, {}])
    expect(spoolFiles(site.storageDir)).toEqual([])
    expect(repeats).toBeGreaterThan(0)
  },
  60_000 + KILLS * 4_000,
)
