import type { EventsEngine } from './engine-events.ts'
import type { DictionaryReader } from './scan/dictionary-reader.ts'
import { EventCounter } from './scan/event-counter.ts'
import { periodOf } from './scan/period.ts'
import { compareTexts } from './scan/ranking.ts'
import type { ScopeBatches } from './scope-batches.ts'

export const eventsEngine = (batches: ScopeBatches, reader: DictionaryReader): EventsEngine => ({
  byName: (scope, limit) =>
    batches.ask(scope, () => {
      const counter = new EventCounter(periodOf(scope.range))
      return {
        counters: [counter],
        answer: async () => {
          const texts = await reader.textsOf('texts', counter.events.keys())
          return [...counter.events]
            .map(([id, events]) => ({
              name: texts.get(id)?.[0] ?? '',
              events,
              visitors: counter.visitors.get(id) ?? 0,
            }))
            .sort((a, b) => b.events - a.events || compareTexts(a.name, b.name))
            .slice(0, limit)
        },
      }
    }),
})
