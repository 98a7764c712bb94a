import { DAY, HOUR, MINUTE, SECOND } from '../../lib/core/clock.ts'
import type { View, Visitor } from '../../lib/visits/visit.ts'
import { countEngagement, countEvent, countView, newVisitor, runningVisit } from '../../lib/visits/visit.ts'

const START = 1_700_000_000_000
let ids = 1

const view = (at: number, page: number, id = ids++): View => ({
  id,
  at: START + at,
  page,
  source: 0,
  campaign: 0,
  place: 0,
  agent: 0,
  language: 0,
  screen: 0,
})

/** Counts views given as [time, page]; answers each visit as `views@start entry>exit`. */
function counted(views: readonly (readonly [number, number])[]): string[] {
  const visitor = newVisitor(7, START)
  for (const [at, page] of views) countView(visitor, view(at, page), ids++)
  return visitor.visits.map((v) => `${v.views}@${(v.startedAt - START) / MINUTE} ${v.entryPage}>${v.exitPage}`)
}

describe('a visit', () => {
  test.each([
    ['one view', [[0, 1]], ['1@0 1>1']],
    [
      'goes on within the gap',
      [
        [0, 1],
        [29 * MINUTE, 2],
      ],
      ['2@0 1>2'],
    ],
    [
      'ends after the gap',
      [
        [0, 1],
        [30 * MINUTE, 2],
      ],
      ['1@0 1>1', '1@30 2>2'],
    ],
    [
      'the gap counts from the last view',
      [
        [0, 1],
        [29 * MINUTE, 2],
        [58 * MINUTE, 3],
      ],
      ['3@0 1>3'],
    ],
    [
      'a late view inside changes neither end',
      [
        [0, 1],
        [9 * MINUTE, 3],
        [5 * MINUTE, 2],
      ],
      ['3@0 1>3'],
    ],
    [
      'a late view before becomes the entry',
      [
        [5 * MINUTE, 2],
        [0, 1],
      ],
      ['2@0 1>2'],
    ],
    [
      'a very late view makes its own visit',
      [
        [90 * MINUTE, 2],
        [0, 1],
      ],
      ['1@90 2>2', '1@0 1>1'],
    ],
    [
      'the same page within 10 s is one view',
      [
        [0, 1],
        [9 * SECOND, 1],
      ],
      ['1@0 1>1'],
    ],
    [
      'the same page after 10 s is another',
      [
        [0, 1],
        [10 * SECOND, 1],
      ],
      ['2@0 1>1'],
    ],
    [
      'there and back within 10 s are three views',
      [
        [0, 1],
        [2 * SECOND, 2],
        [4 * SECOND, 1],
      ],
      ['3@0 1>1'],
    ],
  ] as [string, [number, number][], string[]][])('%s', (_name, views, expected) => {
    expect(counted(views)).toEqual(expected)
  })

  test('a message that comes twice counts once', () => {
    const visitor = newVisitor(7, START)
    const sent = view(0, 1)
    expect(countView(visitor, sent, 90)?.views).toBe(1)
    expect(countView(visitor, { ...sent, at: START + 5 * MINUTE }, 91)).toBeUndefined()
    expect(visitor.visits).toHaveLength(1)
  })

  test('only so many messages are remembered', () => {
    const visitor = newVisitor(7, START)
    for (let i = 0; i < 40; i++) countView(visitor, view(i * 20 * SECOND, i), ids++)
    expect(visitor.recent).toHaveLength(18)
    expect(runningVisit(visitor)?.views).toBe(40)
  })
})

describe('a visit that does not end by itself', () => {
  /** A page that asks for itself every 20 minutes, for so many hours. */
  const kept = (hours: number): Visitor => {
    const visitor = newVisitor(7, START)
    for (let at = 0; at <= hours * HOUR; at += 20 * MINUTE) countView(visitor, view(at, 1), ids++)
    return visitor
  }
  const spans = ({ visits }: Visitor) =>
    visits.map(({ startedAt, lastAt, views }) => [(startedAt - START) / MINUTE, (lastAt - START) / MINUTE, views])

  test('ends 24 hours after its start, and the next one begins', () => {
    expect(spans(kept(30))).toEqual([
      [0, 1420, 72],
      [1440, 1800, 19],
    ])
  })

  test('takes nothing before it that would make it longer than 24 hours', () => {
    const visitor = kept(23.5)
    countView(visitor, view(-25 * MINUTE, 2), ids++)
    expect(spans(visitor)).toEqual([[-25, 1400, 72]])
    countView(visitor, view(-50 * MINUTE, 2), ids++)
    expect(spans(visitor)[1]).toEqual([-50, -50, 1])
  })

  test('is over for events and for reading that begins later', () => {
    const visitor = kept(23.9)
    const event = { id: ids++, at: START + DAY }
    expect(countEvent(visitor, event)).toEqual({ counted: true })
    expect(countEngagement(visitor, { id: ids++, at: START + DAY + MINUTE, engagedMs: 30 * SECOND })).toBeUndefined()
    const begun = { id: ids++, at: START + DAY + MINUTE, engagedMs: 5 * MINUTE }
    expect(countEngagement(visitor, begun)?.lastAt).toBe(begun.at)
  })
})

describe('engagement', () => {
  const visited = (): Visitor => {
    const visitor = newVisitor(7, START)
    countView(visitor, view(0, 1), 90)
    return visitor
  }
  const share = (at: number, engagedMs: number, id = ids++) => ({ id, at: START + at, engagedMs })

  test('adds up, moves the end of the visit, and keeps it going', () => {
    const visitor = visited()
    countEngagement(visitor, share(20_000, 20_000))
    countEngagement(visitor, share(60_000, 15_000))
    countView(visitor, view(60_000 + 29 * MINUTE, 2), 91)
    expect(visitor.visits).toHaveLength(1)
    expect(visitor.visits[0]).toMatchObject({ engagedMs: 35_000, views: 2 })
  })

  test('somebody who reads one page for an hour is still in the visit', () => {
    const visitor = visited()
    expect(countEngagement(visitor, share(60 * MINUTE, 60 * MINUTE))?.lastAt).toBe(START + 60 * MINUTE)
  })

  test('without visible time the visit does not grow', () => {
    const visitor = visited()
    expect(countEngagement(visitor, share(20 * MINUTE, 0))?.lastAt).toBe(START)
  })

  test('twice the same share counts once; a share without a visit counts nowhere', () => {
    const visitor = visited()
    const once = share(9_000, 9_000)
    countEngagement(visitor, once)
    expect(countEngagement(visitor, once)).toBeUndefined()
    expect(countEngagement(newVisitor(8, START), share(9_000, 9_000))).toBeUndefined()
    expect(visitor.visits[0]?.engagedMs).toBe(9_000)
  })
})

describe('a custom event', () => {
  const visited = (): Visitor => {
    const visitor = newVisitor(7, START)
    countView(visitor, view(0, 1), 90)
    return visitor
  }
  const event = (at: number, id = ids++) => ({ id, at: START + at })

  test('belongs to the visit, is more than a bounce, and keeps the visit going', () => {
    const visitor = visited()
    const { counted, visit } = countEvent(visitor, event(29 * MINUTE))
    expect(counted).toBe(true)
    expect(visit).toMatchObject({ id: 90, views: 1, events: 1, lastAt: START + 29 * MINUTE })
    countView(visitor, view(58 * MINUTE, 2), 91)
    expect(visitor.visits).toHaveLength(1)
  })

  test('may come late, and does not shorten the visit', () => {
    const visitor = visited()
    countView(visitor, view(10 * MINUTE, 2), 91)
    expect(countEvent(visitor, event(5 * MINUTE)).visit).toMatchObject({ events: 1, lastAt: START + 10 * MINUTE })
  })

  test('counts once, however often it is sent', () => {
    const visitor = visited()
    const sent = event(MINUTE)
    countEvent(visitor, sent)
    expect(countEvent(visitor, { ...sent, at: sent.at + MINUTE })).toEqual({ counted: false })
    expect(visitor.visits[0]?.events).toBe(1)
  })

  test.each([
    ['before any page view', newVisitor(8, START), 0],
    ['when the visit is over', visited(), 30 * MINUTE],
    ['long before the visit', visited(), -30 * MINUTE],
  ])('%s counts, and makes no visit', (_when, visitor, at) => {
    const visits = visitor.visits.length
    expect(countEvent(visitor, event(at))).toEqual({ counted: true })
    expect(visitor.visits).toHaveLength(visits)
    expect(visitor.visits.every(({ events }) => events === 0)).toBe(true)
  })

  test('just before the first view is in its visit, as the two may overtake each other', () => {
    const visitor = visited()
    expect(countEvent(visitor, event(-SECOND)).visit).toMatchObject({ events: 1, startedAt: START, lastAt: START })
  })
})
