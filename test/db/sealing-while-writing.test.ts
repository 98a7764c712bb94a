import { DAY, HOUR, MINUTE, SECOND, systemClock } from '../../lib/core/clock.ts'
import { makeDictionaries } from '../../lib/db/dictionaries.ts'
import type { Db } from '../../lib/db/open-db.ts'
import { openDb } from '../../lib/db/open-db.ts'
import { compactProject } from '../../lib/sealed-days/compact.ts'
import { codedOf, numbersOf, VISIT_FLAGS } from '../../lib/sealed-days/part.ts'
import { restVisitors } from '../../lib/sealed-days/rest-visitors.ts'
import { sealProject, SETTLED_AFTER } from '../../lib/sealed-days/seal.ts'
import type { SpoolRecord } from '../../lib/spool/records.ts'
import type { Resolved } from '../../lib/writer/terms.ts'
import { writeBatch } from '../../lib/writer/write-batch.ts'
import { engines, freshDb } from '../kit/databases.ts'
import { eventually } from '../kit/eventually.ts'
import { dice, RAW_TABLES } from '../kit/raw-rows.ts'
import { clickRecord, engagementRecord, errorRecord, pageviewRecord } from '../kit/records.ts'
import { partsOf } from '../kit/sealed.ts'

const START = Date.parse('2026-03-10T00:00:00Z')
const RECORDS = 1600
const BATCH = 40
/** Between two records. */
const STEP = 300 * SECOND

type Kind = 'pageview' | 'engagement' | 'event' | 'error' | 'click'

/**
 * Records of two dozen browsers over days, in the order in which they arrive: some late, some of them by days. Each page
 * view, event and error has a page or a line of its own, so that none can pass for another.
 */
function traffic(seed: number): Resolved<SpoolRecord>[] {
  const roll = dice(seed)
  const arriving: { place: number; record: Resolved<SpoolRecord> }[] = []
  for (let index = 0; index < RECORDS; index++) {
    const at = START + index * STEP
    const browser = 1 + roll(24)
    const day = Math.floor((at - START) / DAY)
    const visitor = day * 1000 + browser
    const isEarly = day > 0 && (at - START) % DAY < 30 * MINUTE
    const who = { visitor, ...(isEarly && { prior: visitor - 1000 }) }
    const late = roll(12) === 0 ? roll(60) : roll(150) === 0 ? 1000 : 0
    arriving.push({ place: index + late, record: recordOf(index, at, who, roll) as Resolved<SpoolRecord> })
  }
  return arriving.sort((a, b) => a.place - b.place).map(({ record }) => record)
}

function recordOf(
  index: number,
  at: number,
  who: { visitor: number; prior?: number },
  roll: (below: number) => number,
): SpoolRecord {
  const page = `/${index}`
  const kind: Kind =
    (['pageview', 'pageview', 'pageview', 'engagement', 'event', 'error', 'click'] as const)[roll(7)] ?? 'click'
  switch (kind) {
    case 'pageview':
      return pageviewRecord({ ...who, at, page })
    case 'engagement':
      return engagementRecord({ ...who, at, page, engagedMs: SECOND * (1 + roll(20)) })
    case 'event': {
      const { page: place } = engagementRecord({ page })
      return {
        v: 1,
        kind,
        id: index + 1,
        at,
        project: { id: 1 },
        ...who,
        name: `event ${index}`,
        props: null,
        page: place,
        view: 0,
      }
    }
    case 'error':
      return errorRecord({ ...who, at, line: index + 1 })
    case 'click':
      return clickRecord({ visitor: who.visitor, at, page })
  }
}

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
    const link = {
      project_id: 1,
      code: 'abc',
      destination: '',
      label: '',
      is_active: 1,
      clicks: 0,
      created_at: 1,
      updated_at: 1,
    }
    await db.write((tx) =>
      tx
        .insertInto('links')
        .values({ id: 1, ...link })
        .execute(),
    )
  })
  afterEach(async () => {
    if (other !== db) await other.close()
    await drop()
  })

  test.each([1, 2])(
    'loses and doubles nothing (traffic %d)',
    async (seed) => {
      const records = traffic(seed)
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

function expected(records: readonly SpoolRecord[]) {
  const of = <K extends Kind>(kind: K) =>
    records.filter((record): record is Extract<SpoolRecord, { kind: K }> => record.kind === kind)
  return {
    rowsLeft: 0,
    pages: of('pageview')
      .map(({ page }) => page.url)
      .sort(),
    viewsOfVisits: of('pageview').length,
    engaged: of('engagement').reduce((sum, { engagedMs }) => sum + engagedMs / SECOND, 0),
    events: of('event')
      .map(({ name }) => name)
      .sort(),
    clicks: of('click').length,
    errors: of('error').length,
    twoVisits: 0,
    twoNumbers: 0,
    twoVisitors: 0,
    clicksOfLink: of('click').length,
    occurrences: of('error').length,
  }
}

async function books(db: Db): Promise<ReturnType<typeof expected>> {
  let rowsLeft = 0
  for (const table of RAW_TABLES)
    rowsLeft += (
      await db.read
        .selectFrom(table as 'visits')
        .select('id')
        .execute()
    ).length
  const parts = await partsOf(db)
  const urls = new Map(
    (await db.read.selectFrom('pages').select(['id', 'url']).execute()).map(({ id, url }) => [id, url]),
  )
  const names = new Map(
    (await db.read.selectFrom('texts').select(['id', 'value']).execute()).map(({ id, value }) => [id, value]),
  )
  const all = (name: 'view.page' | 'event.name', words: ReadonlyMap<number, string>) =>
    parts.flatMap((part) => {
      const { codes, ids } = codedOf(part, name)
      return Array.from(codes, (code) => words.get(ids[code] ?? 0) ?? '')
    })
  const visits = parts.flatMap((part) => {
    const flags = numbersOf(part, 'visit.flags')
    const views = numbersOf(part, 'visit.views')
    const counted = part.columns.get('visit.counted')
    const others = new Map(
      counted?.form === 'sparse' ? [...counted.rows].map((row, at) => [row, counted.values[at] ?? 0]) : [],
    )
    return Array.from(numbersOf(part, 'visit.id'), (id, row) => ({
      id,
      isHolder: ((flags[row] ?? 0) & VISIT_FLAGS.holder) !== 0,
      views: others.get(row) ?? views[row] ?? 0,
    })).filter(({ isHolder }) => !isHolder)
  })
  const newcomers = parts.flatMap((part) => {
    const ids = numbersOf(part, 'newcomer.id')
    return Array.from(numbersOf(part, 'newcomer.visitor'), (number, row) => ({ number, id: ids[row] }))
  })
  const sum = (name: 'view.engaged' | 'stay.engaged') =>
    parts.reduce((total, part) => total + Array.from(numbersOf(part, name)).reduce((a, b) => a + b, 0), 0)
  const twice = (list: readonly unknown[]) => list.length - new Set(list).size
  const issues = await db.read.selectFrom('issues').select('occurrences').execute()
  const link = await db.read.selectFrom('links').select('clicks').executeTakeFirstOrThrow()
  return {
    rowsLeft,
    pages: all('view.page', urls).sort(),
    viewsOfVisits: visits.reduce((total, { views }) => total + views, 0),
    engaged: sum('view.engaged') + sum('stay.engaged'),
    events: all('event.name', names).sort(),
    clicks: parts.reduce((total, { rows }) => total + rows.clicks, 0),
    errors: parts.reduce((total, { rows }) => total + rows.errors, 0),
    twoVisits: twice(visits.map(({ id }) => id)),
    twoNumbers: twice(newcomers.map(({ id }) => id)),
    twoVisitors: twice(newcomers.map(({ number }) => number)),
    clicksOfLink: link.clicks,
    occurrences: issues.reduce((total, { occurrences }) => total + occurrences, 0),
  }
}
