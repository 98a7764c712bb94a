import { DAY } from '../../lib/core/clock.ts'
import { insertRows } from '../../lib/db/dialect.ts'
import { databaseBytes, tableSizes } from '../../lib/db/table-sizes.ts'
import { checkDisk } from '../../lib/health/check-disk.ts'
import type { JobContext } from '../../lib/jobs/job.ts'
import { logSize } from '../../lib/jobs/log-size.ts'
import { clockAt } from '../kit/clock.ts'
import { engines, freshDb } from '../kit/databases.ts'

describe.each(engines)('how large the database is on %s', (engine) => {
  let kit: Awaited<ReturnType<typeof freshDb>>
  beforeAll(async () => (kit = await freshDb(engine)))
  afterAll(() => kit.drop())

  test('every table with its bytes, the largest first', async () => {
    const { db } = kit
    const rows = Array.from({ length: 3000 }, (_, n) => ({
      project_id: 1,
      hash: n + 1,
      value: `text ${n} `.repeat(20),
    }))
    await db.write((tx) => insertRows(tx, engine, 'texts', rows))
    const sizes = await tableSizes(db)
    expect(sizes.map(({ table }) => table)).toEqual(expect.arrayContaining(['texts', 'pageviews', 'jobs']))
    expect(sizes.every(({ bytes }) => Number.isInteger(bytes) && bytes > 0)).toBe(true)
    expect([...sizes].sort((a, b) => b.bytes - a.bytes).map(({ bytes }) => bytes)).toEqual(
      sizes.map(({ bytes }) => bytes),
    )
    const sum = sizes.reduce((all, { bytes }) => all + bytes, 0)
    const whole = await databaseBytes(db)
    expect(Math.abs(whole - sum)).toBeLessThan(sum * 0.1)
  })

  test('the job notes a day once and forgets old ones; health tells the growth', async () => {
    const { db } = kit
    const clock = clockAt('2026-11-25T03:00:00Z')
    const job = logSize(db, clock)
    const context = {} as JobContext
    await db.write((tx) =>
      insertRows(tx, engine, 'size_log', [
        { day: '2025-01-01', bytes: 1 },
        { day: '2026-11-15', bytes: 0 },
      ]),
    )
    expect(await job.run(context)).toEqual({ state: 'done' })
    expect(await job.run(context)).toEqual({ state: 'done' })
    const logged = await db.read.selectFrom('size_log').selectAll().orderBy('day').execute()
    expect(logged.map(({ day }) => day)).toEqual(['2026-11-15', '2026-11-25'])
    const found = await checkDisk(db, 0, clock.now() + DAY)
    expect(found.bytes_per_day).toBe(Math.round((logged[1]?.bytes ?? 0) / 10))
  })
})
