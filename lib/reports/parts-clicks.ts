import type { Db } from '../db/open-db.ts'
import { localDay } from '../core/time-zone.ts'
import { CLICK_KINDS } from '../sealed-days/part.ts'
import type { ClicksEngine, LinkUses, UsedLink } from './engine-clicks.ts'
import { bucketsOf } from './scan/buckets.ts'
import { LinkCounter, UseCounter } from './scan/click-counter.ts'
import type { DictionaryReader, Shape, Texts } from './scan/dictionary-reader.ts'
import { periodOf } from './scan/period.ts'
import { compareTexts } from './scan/ranking.ts'
import type { Scope } from './scope.ts'
import type { ScopeBatches } from './scope-batches.ts'

export const clicksEngine = (db: Db, batches: ScopeBatches, reader: DictionaryReader): ClicksEngine => ({
  async links(scope, piece) {
    const [links, used] = await Promise.all([linksOf(db, scope.project), usedLinks(batches, scope, piece.trend)])
    return pieceOf(
      links.map((link) => ({ ...link, ...used(link.id) })),
      piece,
    )
  },
  link: (project, code) =>
    db.read
      .selectFrom('links')
      .select(['id', 'code', 'label', 'destination', 'created_at as createdAt'])
      .where('project_id', '=', project)
      .where('code', '=', code)
      .executeTakeFirst(),
  uses: (scope, link) => usesOf(batches, reader, scope, link),
})

const linksOf = (db: Db, project: number) =>
  db.read
    .selectFrom('links')
    .select(['id', 'code', 'label', 'destination', 'created_at as createdAt'])
    .where('project_id', '=', project)
    .execute()

const usedLinks = (batches: ScopeBatches, scope: Scope, trend: 'day' | 'week' | undefined) =>
  batches.ask(scope, () => {
    const period = periodOf(scope.range)
    const counter = new LinkCounter(period, trend && bucketsOf(scope.range.zone, trend, 1, period))
    const of = (link: number) => {
      const clicks = counter.clicks.get(link) ?? 0
      return {
        clicks,
        visitors: counter.visitors.get(link) ?? 0,
        visits: counter.visits.get(link) ?? 0,
        otherClicks: (counter.uses.get(link) ?? 0) - clicks,
        trend: counter.trends.get(link),
      }
    }
    return { counters: [counter], answer: () => of }
  })

/** Most clicks first, equal ones newest first. */
function pieceOf(links: UsedLink[], { limit, after }: Parameters<ClicksEngine['links']>[1]): readonly UsedLink[] {
  const behind =
    after === undefined
      ? links
      : links.filter(({ id, clicks }) => clicks < after.clicks || (clicks === after.clicks && id < after.id))
  return behind.sort((a, b) => b.clicks - a.clicks || b.id - a.id).slice(0, limit)
}

function usesOf(batches: ScopeBatches, reader: DictionaryReader, scope: Scope, link: number): Promise<LinkUses> {
  return batches.ask(scope, () => {
    const { zone } = scope.range
    const period = periodOf(scope.range)
    const buckets = bucketsOf(zone, 'day', 1, period)
    const all = new LinkCounter(period)
    const counter = new UseCounter(period, buckets, link)
    const ofKind = (kind: (typeof CLICK_KINDS)[number]) => counter.byKind.get(CLICK_KINDS.indexOf(kind)) ?? 0
    const by = async (shape: Shape, counts: ReadonlyMap<number, number>, value: (texts: Texts) => string) =>
      ranked(counts, await reader.textsOf(shape, counts.keys()), value)
    return {
      counters: [all, counter],
      answer: async (): Promise<LinkUses> => ({
        clicks: all.clicks.get(link) ?? 0,
        visitors: all.visitors.get(link) ?? 0,
        visits: all.visits.get(link) ?? 0,
        bots: ofKind('bot'),
        previews: ofKind('preview'),
        heads: ofKind('head'),
        days: [...counter.byBucket]
          .sort(([a], [b]) => a - b)
          .map(([bucket, clicks]) => ({ day: localDay(zone, buckets.starts[bucket] ?? 0), clicks })),
        countries: (await by('places', counter.byPlace, ([country = '']) => country))
          .filter(([country]) => country !== '')
          .map(([country, clicks]) => ({ country, clicks })),
        channels: (await by('sources', counter.bySource, ([channel = '']) => channel)).map(([channel, clicks]) => ({
          channel,
          clicks,
        })),
        devices: (await by('agents', counter.byAgent, ([device = '']) => device || 'unknown')).map(
          ([device, clicks]) => ({ device, clicks }),
        ),
      }),
    }
  })
}

/** Counts by value, most first, equal ones by value. */
function ranked(
  counts: ReadonlyMap<number, number>,
  texts: ReadonlyMap<number, Texts>,
  valueOf: (texts: Texts) => string,
): [string, number][] {
  const found = new Map<string, number>()
  for (const [id, count] of counts) {
    const value = valueOf(texts.get(id) ?? [])
    found.set(value, (found.get(value) ?? 0) + count)
  }
  return [...found].sort(([a, many], [b, others]) => others - many || compareTexts(a, b))
}
