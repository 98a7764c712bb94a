import type { Reader } from '../../db/open-db.ts'
import { SECOND } from '../../core/clock.ts'
import type { Counter } from './counter.ts'
import type { PartSource } from './part-source.ts'
import { Scan } from './scan.ts'
import { readSteadily } from './steady.ts'
import type { Selector } from './work.ts'

/** Counters that are made anew for every try, and what is made of them in the end. */
export interface Ask<T> {
  readonly counters: readonly Counter[]
  /** After each scan; the counters that are to see another one. */
  readonly more?: () => Promise<readonly Counter[]>
  readonly answer: (source: PartSource) => Promise<T> | T
}

/** Answers several asks of one project, which share their scans; `selector` is made anew for every try, too. */
export function answerTogether<T>(
  read: Reader,
  project: number,
  make: () => { readonly selector: Selector; readonly asks: readonly Ask<T>[] },
): Promise<T[]> {
  const { from, to } = stretchOf(make().asks)
  return readSteadily(read, project, { from, to }, async (source) => {
    const { selector, asks } = make()
    const scan = new Scan(source, selector)
    const all = asks.flatMap((ask) => ask.counters)
    try {
      let counters = all
      while (counters.length > 0) {
        await scan.run(counters)
        const more: Counter[] = []
        for (const ask of asks) more.push(...((await ask.more?.()) ?? []))
        counters = more
      }
      scan.close()
      const answers: T[] = []
      for (const ask of asks) answers.push(await ask.answer(source))
      return answers
    } finally {
      scan.close()
      for (const counter of all) counter.release?.()
    }
  })
}

function stretchOf(asks: readonly Ask<unknown>[]): { from: number; to: number } {
  const periods = asks.flatMap(({ counters }) => counters.map(({ period }) => period))
  const from = Math.min(...periods.map(({ start }) => start)) * SECOND
  const to = Math.max(...periods.map(({ end }) => end)) * SECOND
  return from < to ? { from, to } : { from: 0, to: 0 }
}
