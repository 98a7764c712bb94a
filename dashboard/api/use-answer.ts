import { useEffect, useState } from 'preact/hooks'
import type { ApiFault } from './fault.ts'
import { faultOf } from './fault.ts'
import { poll } from './poll.ts'

export interface Answered<T> {
  /** The newest answer; stays while later attempts fail, and while another topic is on its way. */
  readonly value?: T
  /** Of the last attempt. */
  readonly fault?: ApiFault
  /** The value is of another topic, or of before `again`. */
  readonly isStale: boolean
  /** Asks anew, as after something was changed. */
  readonly again: () => void
}

interface Kept<T> {
  readonly of?: string
  readonly value?: T
  readonly fault?: ApiFault
}

/** Answers by topic, so that going back shows at once what was there; the oldest go first. */
const remembered = new Map<string, unknown>()
const MOST_REMEMBERED = 60

/** For who signs out. */
export const forgetAnswers = (): void => remembered.clear()

function remember(topic: string, value: unknown): void {
  remembered.delete(topic)
  remembered.set(topic, value)
  for (const oldest of [...remembered.keys()].slice(0, -MOST_REMEMBERED)) remembered.delete(oldest)
}

/**
 * What `question` answers. `topic` says all that it is about, the project too: a new topic is asked at once. With `every`
 * (ms) it is asked again and again while the page is seen. Without a topic nothing is asked.
 */
export function useAnswer<T>(
  topic: string | undefined,
  question: () => Promise<T>,
  { every = Infinity }: { readonly every?: number } = {},
): Answered<T> {
  const [kept, setKept] = useState<Kept<T>>({})
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    if (topic === undefined) return
    let isCurrent = true
    const stop = poll(async () => {
      try {
        const value = await question()
        remember(topic, value)
        if (isCurrent) setKept({ of: topic, value })
        return 'fine'
      } catch (thrown) {
        const fault = faultOf(thrown)
        if (isCurrent) setKept((last) => ({ ...last, of: topic, fault }))
        return fault.isPassing ? 'failed' : 'final'
      }
    }, every)
    return () => {
      isCurrent = false
      stop()
    }
    // `question` is made anew at every render; what it asks changes only with the topic.
  }, [topic, every, turn])

  const isOld = topic !== undefined && kept.of !== topic
  const known = isOld ? (remembered.get(topic) as T | undefined) : undefined
  const value = known ?? kept.value
  return {
    ...(value !== undefined && { value }),
    ...(kept.fault && !isOld && { fault: kept.fault }),
    isStale: isOld && known === undefined && value !== undefined,
    again: () => setTurn((last) => last + 1),
  }
}
