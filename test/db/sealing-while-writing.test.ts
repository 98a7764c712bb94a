import { DAY, HOUR, MINUTE, systemClock } from '../../lib/core/clock.ts'
import { makeDictionaries } from '../../lib/db/dictionaries.ts'
import type { Db } from '../../lib/db/open-db.ts'
import { openDb } from '../../lib/db/open-db.ts'
import { compactProject } from '../../lib/sealed-days/compact.ts'
import { restVisitors } from '../../lib/sealed-days/rest-visitors.ts'
import { sealProject, SETTLED_AFTER } from '../../lib/sealed-days/seal.ts'
import { writeBatch } from '../../lib/writer/write-batch.ts'
import { engines, freshDb } from '../kit/databases.ts'
import { eventually } from '../kit/eventually.ts'
import { addLink, books, expected, traffic, TRAFFIC_START as START } from '../kit/sealing-books.ts'

const RECORDS = 1600
const BATCH = 40
/** One traffic for each engine; `npm run test:long` has both for each. */
const TRAFFICS = { sqlite: [1], mysql: [2] }
const isLong = Number(process.env.KILLS ?? 0) >= 200

describe.each(engines)('%s: sealing while the same visitors are written', (engine) => {
  let db: Db
  let other: Db
  let drop: () => Promise<void>
  beforeEach(async () => {
    const fresh = await freshDb(engine)
    ;({ db, drop } = fresh)
    // SQLite waits for another connection's lock without giving the thread back, so here it would wait for itself.
    const { url, storageDir } = fresh
    other = engine === 'sqlite' ? db : openDb({ url, storageDir, connections: 2 })
    await addLink(db)
  })
  afterEach(async () => {
    if (other !== db) await other.close()
    await drop()
  })

  test.each(isLong ? [1, 2] : TRAFFICS[engine])(
    'loses and doubles nothing (traffic %d)',
    async (seed) => {
      const records = traffic(seed, RECORDS)
      let reached = START
      let isWriting = true
      let rounds = 0
      const write = async (lane: number) => {
        const dictionaries = makeDictionaries(db)
        const own = records.filter((_, index) => Math.floor(index / 10) % 2 === lane)
        for (let from = 0; from < own.length; from += BATCH) {
          const batch = { file: `lane-${lane}`, from, to: from + BATCH, records: own.slice(from, from + BATCH) }
          await writeBatch(db, dictionaries, systemClock, batch)
          reached = Math.max(reached, own[from]?.at ?? 0)
          // However fast or slow the two are here, each has its turn.
          const round = rounds
          if (from % (4 * BATCH) === 0) await eventually(() => rounds > round, 20_000)
        }
      }
      let parts = 0
      // What is a few minutes old is sealed already here, so visits are cut, and their records come too late for them.
      const seal = async () => {
        const mayGoOn = () => true
        while (isWriting) {
          const now = reached - 5 * MINUTE + SETTLED_AFTER
          await sealProject(other, 1, { now, mayGoOn, sliceViews: 60, onPart: () => parts++ })
          await restVisitors(other, { project: 1, comeAgain: false, now: reached, after: 0, mayGoOn })
          rounds++
          if (parts % 3 === 0) await compactProject(other, 1, { now: reached, mayGoOn })
        }
      }
      await Promise.all([seal(), Promise.all([write(0), write(1)]).finally(() => (isWriting = false))])
      expect(parts).toBeGreaterThan(5)
      await sealProject(other, 1, { now: START + 90 * DAY, mayGoOn: () => true })
      await compactProject(other, 1, { now: START + 90 * DAY + 4 * HOUR, mayGoOn: () => true })
      expect(await books(db)).toEqual(expected(records))
    },
    60_000,
  )
})
