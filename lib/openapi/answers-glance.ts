import * as z from 'zod'
import { ROLES } from '../accounts/permissions.ts'
import { IDENTITY_MODES } from '../projects/project.ts'
import type { GlanceReport, ProjectGlance } from '../wire/glance.ts'
import { range } from './answers-visits.ts'
import { count, day, nextCursor, rowId, shape, time, word } from './shape.ts'

const figures = { visitors: count, pageviews: count }
const both = z.strictObject(figures)

const project = shape<ProjectGlance>()(
  'ProjectGlance',
  z
    .strictObject({
      id: rowId,
      name: z.string(),
      allowed_domains: z.array(z.string()),
      is_active: z.boolean(),
      identity: word(IDENTITY_MODES),
      time_zone: z.string(),
      role: z.enum(ROLES).nullable().meta({ description: 'Of who asks; null for the admin key.' }),
      range,
      today: both,
      current: both.meta({ description: 'In the range; visitors are distinct over all of it.' }),
      previous: both.meta({ description: 'In as much time right before it.' }),
      days: z.array(z.strictObject({ date: day, ...figures })).meta({ description: 'Every day of the range.' }),
      live: count.meta({ description: 'Visitors of the last 5 minutes.' }),
      open_issues: count.meta({ description: 'Groups of errors that are open.' }),
      last_seen_at: time.nullable().meta({ description: 'The newest page view, event or error.' }),
    })
    .meta({ description: 'Days and times are of the project’s own time zone.' }),
)

export const glanceReport = shape<GlanceReport>()(
  'GlanceReport',
  z.strictObject({ count, projects: z.array(project), next_cursor: nextCursor }),
)
