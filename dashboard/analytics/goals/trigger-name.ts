import type { Trigger } from '../../../lib/wire/goals.ts'
import { duration, percent } from '../../format.ts'
import { texts } from '../../language.ts'
import type { Condition } from '../filters/condition.ts'

/** A trigger in a few words. */
export function triggerName(trigger: Trigger): string {
  switch (trigger.type) {
    case 'event':
      return trigger.event
    case 'page':
      return trigger.page
    case 'engaged':
      return `${texts.goals.kinds.engaged} ${duration(trigger.seconds)}`
    case 'scroll':
      return `${trigger.page} · ${percent(trigger.percent)}`
  }
}

/** Visits that reached a goal. */
export const reachedGoal = (name: string): Condition => ({ dimension: 'goal', test: 'is', values: [name] })
