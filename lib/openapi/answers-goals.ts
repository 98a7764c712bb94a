import * as z from 'zod'
import type {
  FunnelList,
  FunnelShape,
  GoalList,
  GoalShape,
  SavedDeleted,
  SegmentList,
  SegmentShape,
  Trigger,
} from '../wire/goals.ts'
import { count, rowId, shape, time } from './shape.ts'

/** What `/api/goals/*`, `/api/funnels/*` and `/api/segments/*` answer. */

const page = z.string().meta({
  description: 'Pattern over the address without the host; `*` is any text.',
  examples: ['/blog/*'],
})

export const trigger = shape<Trigger>()(
  'Trigger',
  z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.literal('event'), event: z.string().meta({ examples: ['signup'] }) }),
      z.strictObject({ type: z.literal('page'), page }),
      z.strictObject({ type: z.literal('engaged'), seconds: count }),
      z.strictObject({ type: z.literal('scroll'), page, percent: count.max(100) }),
    ])
    .meta({
      description:
        'Something a visit can do: send a custom event, see a page, have pages in view for so many seconds, see a page down to so many percent.',
    }),
)

const saved = { created_at: time, updated_at: time }
const name = z.string().meta({ examples: ['Sign-up'] })

export const goalShape = shape<GoalShape>()('Goal', z.strictObject({ id: rowId, name, trigger, ...saved }))

export const funnelShape = shape<FunnelShape>()(
  'Funnel',
  z.strictObject({ id: rowId, name, steps: z.array(trigger), ...saved }),
)

export const segmentShape = shape<SegmentShape>()(
  'Segment',
  z.strictObject({
    id: rowId,
    name,
    filter: z.string().meta({ description: 'In canonical words.', examples: ['country is AT|DE'] }),
    ...saved,
  }),
)

const OLDEST_FIRST = { description: 'Oldest first.' }

export const goalList = shape<GoalList>()(
  'GoalList',
  z.strictObject({ count, goals: z.array(goalShape).meta(OLDEST_FIRST) }),
)
export const funnelList = shape<FunnelList>()(
  'FunnelList',
  z.strictObject({ count, funnels: z.array(funnelShape).meta(OLDEST_FIRST) }),
)
export const segmentList = shape<SegmentList>()(
  'SegmentList',
  z.strictObject({ count, segments: z.array(segmentShape).meta(OLDEST_FIRST) }),
)

export const savedDeleted = shape<SavedDeleted>()('SavedDeleted', z.strictObject({ id: rowId }))
