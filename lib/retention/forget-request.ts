import * as z from 'zod'
import type { Clock } from '../core/clock.ts'
import { elapsed } from '../core/clock.ts'
import { AppError } from '../core/errors.ts'
import type { Db } from '../db/open-db.ts'
import type { VisitorForgotten } from '../wire/visits.ts'
import type { Forgotten, Named } from './forget-visitor.ts'
import { forgetNamed } from './forget-visitor.ts'

const WHO = 'Say who: visit, the number of one of their visits, or cookie, the value of their cookie _ml_vid'
const REST = 'rest must be what an answer before gave'

/** What comes with `POST /api/visitors/forget`. */
export const forgetInput = z
  .object({
    visit: z.int('visit must be the number of a visit').positive('visit must be the number of a visit').optional(),
    cookie: z.string('cookie must be text').min(1, WHO).max(200, 'cookie has at most 200 characters').optional(),
    rest: z
      .string(REST)
      .regex(/^\d{1,16}-\d{1,16}$/, REST)
      .optional()
      .meta({ description: 'Of the answer before, when it was not finished.' }),
  })
  .refine((given) => Object.values(given).filter((value) => value !== undefined).length === 1, WHO)

/** Others wait for their answers, and hosts end requests that take longer than half a minute. */
const MOST_MS = 10_000

/**
 * Forgets a visitor, as far as that is done in some seconds; what is left is done when it is asked for again with `rest`.
 * Throws `not_found` where nothing is known of them.
 */
export async function forgetSome(
  db: Db,
  clock: Clock,
  project: number,
  given: z.output<typeof forgetInput>,
): Promise<VisitorForgotten> {
  const begun = elapsed()
  let last: VisitorForgotten | undefined
  for await (const { done, total, removed, who } of forgetNamed(db, clock, project, namedBy(given))) {
    last = { finished: true, done, total, removed, rest: '' }
    if (done < total && elapsed() - begun > MOST_MS) return { ...last, finished: false, rest: restOf(who) }
  }
  if (last === undefined) throw new AppError('not_found', 'Nothing is known of this visitor in this project')
  return last
}

function namedBy({ visit, cookie, rest }: z.output<typeof forgetInput>): Named {
  if (visit !== undefined) return { visit }
  if (cookie !== undefined) return { cookie }
  const [visitor = 0, number = 0] = (rest ?? '').split('-').map(Number)
  return { found: { visitor, number } }
}

const restOf = ({ visitor, number }: Forgotten) => `${visitor}-${number}`
