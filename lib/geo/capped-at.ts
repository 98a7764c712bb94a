import { AppError } from '../core/errors.ts'

type Step = (source: AsyncIterable<Buffer>) => AsyncGenerator<Buffer>

/** A step of a pipeline that passes bytes on, tells how many went by, and throws beyond `maxBytes`. */
export function cappedAt(maxBytes: number, onBytes: (passed: number) => void = () => {}): Step {
  return async function* (source) {
    let passed = 0
    for await (const chunk of source) {
      passed += chunk.length
      if (passed > maxBytes) throw tooLarge(maxBytes)
      onBytes(passed)
      yield chunk
    }
  }
}

export const tooLarge = (maxBytes: number): AppError =>
  new AppError('payload_too_large', `It is larger than ${Math.floor(maxBytes / 1e6)} MB, which no place database is.`)
