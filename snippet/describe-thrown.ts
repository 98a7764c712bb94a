import { attempt } from './attempt.ts'

export interface Thrown {
  error_type: string
  message: string
  stack: string | null
}

/** Anything can be thrown: an Error, also of another frame, a text, or an object of the page's own. */
export function describeThrown(thrown: unknown, type: string): Thrown {
  const { name, message, stack } = Object(thrown) as Record<'name' | 'message' | 'stack', string | number | undefined>
  const plain = typeof thrown === 'object' && !stack
  return {
    error_type: String(name || type),
    message: String(message || (plain && attempt(() => JSON.stringify(thrown))) || thrown),
    stack: stack ? String(stack) : null,
  }
}
