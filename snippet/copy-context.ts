import { attempt } from './attempt.ts'
import { MOST_CONTEXT_BYTES } from './limits.ts'
import { toJson } from './to-json.ts'

/** What the context is now; undefined when it cannot be written as JSON, or is longer than the server keeps. */
export function copyContext(context: unknown): unknown {
  return attempt(() => {
    const json = toJson(context)
    return new TextEncoder().encode(json).length > MOST_CONTEXT_BYTES ? undefined : (JSON.parse(json) as unknown)
  })
}
