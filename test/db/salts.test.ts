import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DAY } from '../../lib/core/clock.ts'
import { silentLog } from '../../lib/core/log.ts'
import type { Db } from '../../lib/db/open-db.ts'
import { openDb } from '../../lib/db/open-db.ts'
import type { Salts } from '../../lib/ingest/salts.ts'
import { openSalts } from '../../lib/ingest/salts.ts'
import type { MovedClock } from '../kit/clock.ts'
import { clockAt } from '../kit/clock.ts'
import { engines, freshDb } from '../kit/databases.ts'
import { freePort } from '../kit/server-process.ts'

const [MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY] = [9, 10, 11, 12, 13].map((day) =>
  new Date(Date.UTC(2026, 2, day)).toISOString().slice(0, 10),
) as [string, string, string, string, string]

describe.each(engines)('%s: salts', (engine) => {
  let db: Db
  let drop: () => Promise<void>
  let clock: MovedClock
  let folders: string[]
  beforeEach(async () => {
    ;({ db, drop } = await freshDb(engine))
    clock = clockAt(`${TUESDAY}T12:00:00Z`)
    folders = []
  })
  afterEach(async () => {
    await drop()
    for (const folder of folders) rmSync(folder, { recursive: true })
  })

  /** A machine's storage folder. */
  function newFolder(): string {
    const folder = mkdtempSync(path.join(tmpdir(), 'micrologs-salts-'))
    folders.push(folder)
    return folder
  }
  /** A process that starts on a folder. */
  const open = (folder: string, on = db): Salts => openSalts({ folder, db: on, clock, log: silentLog })
  const inFolder = (folder: string) =>
    Object.fromEntries(readdirSync(folder).map((day) => [day, readFileSync(path.join(folder, day), 'utf8')]))
  async function inDatabase(): Promise<Record<string, string>> {
    const rows = await db.read.selectFrom('salts').select(['day', 'salt']).execute()
    return Object.fromEntries(rows.map(({ day, salt }) => [day, salt]))
  }

  test('are random, and made a day ahead', async () => {
    const folder = newFolder()
    await open(folder).maintain()
    const made = inFolder(folder)
    expect(Object.keys(made)).toEqual([TUESDAY, WEDNESDAY])
    expect(new Set(Object.values(made)).size).toBe(2)
    for (const salt of Object.values(made)) expect(salt).toMatch(/^[0-9a-f]{64}$/)
    expect(await inDatabase()).toEqual(made)

    clock.set(`${WEDNESDAY}T00:30:00Z`)
    await open(folder).maintain()
    expect(inFolder(folder)).toEqual({ ...made, [THURSDAY]: expect.any(String) as string })
  })

  test('are the same for all processes on one folder, also without a database', () => {
    const folder = newFolder()
    const processes = Array.from({ length: 5 }, () => open(folder))
    expect(new Set(processes.map((salts) => salts.of(TUESDAY))).size).toBe(1)
    expect(open(folder).of(TUESDAY)).toBe(processes[0]?.of(TUESDAY))
    expect(Object.keys(inFolder(folder))).toEqual([TUESDAY])
  })

  test('of two folders the first to reach the database wins, whoever made one earlier', async () => {
    const [here, there] = [newFolder(), newFolder()]
    // The database was away from there when the day began, so one was made and used.
    const away = openDb({ url: `mysql://root@127.0.0.1:${await freePort()}/x`, storageDir: there, connections: 1 })
    const early = open(there, away)
    const own = early.of(TUESDAY)
    await early.maintain()
    expect(early.of(TUESDAY)).toBe(own)
    await away.close()

    const first = open(here)
    await first.maintain()
    const late = open(there)
    expect(late.of(TUESDAY)).toBe(own)
    await late.maintain()
    for (const day of [TUESDAY, WEDNESDAY]) expect(late.of(day)).toBe(first.of(day))
    expect(inFolder(there)).toEqual(inFolder(here))
    expect(await inDatabase()).toEqual(inFolder(here))
  })

  test('two folders that ask at once agree', async () => {
    const both = [open(newFolder()), open(newFolder()), open(newFolder())]
    await Promise.all(both.map((salts) => salts.maintain()))
    // Who read before another wrote agrees the next time.
    await Promise.all(both.map((salts) => salts.maintain()))
    for (const day of [TUESDAY, WEDNESDAY]) expect(new Set(both.map((salts) => salts.of(day))).size).toBe(1)
  })

  test('a folder that joins gets yesterday’s, too: visits run over midnight', async () => {
    const here = open(newFolder())
    await here.maintain()
    clock.set(`${WEDNESDAY}T00:05:00Z`)
    const joining = open(newFolder())
    await joining.maintain()
    expect(joining.of(TUESDAY)).toBe(here.of(TUESDAY))
  })

  test('are gone after two days: from memory, disk and database', async () => {
    const folder = newFolder()
    const salts = open(folder)
    const monday = salts.of(MONDAY)
    await salts.maintain()
    const tuesday = salts.of(TUESDAY)
    expect(salts.of(MONDAY)).toBe(monday)

    clock.advance(DAY)
    await salts.maintain()
    expect(Object.keys(inFolder(folder))).toEqual([TUESDAY, WEDNESDAY, THURSDAY])
    expect(salts.of(TUESDAY)).toBe(tuesday)

    clock.advance(DAY)
    await salts.maintain()
    expect(Object.keys(inFolder(folder))).toEqual([WEDNESDAY, THURSDAY, FRIDAY])
    expect(await inDatabase()).toEqual(inFolder(folder))
    // Asked for again, it is another one: the old is in nobody's memory.
    expect(salts.of(TUESDAY)).not.toBe(tuesday)
  })

  test('a process that was asleep for days forgets them all, also while the database is away', async () => {
    const folder = newFolder()
    const away = openDb({ url: `mysql://root@127.0.0.1:${await freePort()}/x`, storageDir: folder, connections: 1 })
    const salts = open(folder, away)
    const tuesday = salts.of(TUESDAY)
    clock.advance(10 * DAY)
    await salts.maintain()
    expect(Object.keys(inFolder(folder))).toEqual(['2026-03-20', '2026-03-21'])
    expect(salts.of(TUESDAY)).not.toBe(tuesday)
    await away.close()
  })
})
