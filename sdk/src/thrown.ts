/** So many causes of causes are told. */
const MOST_CAUSES = 5

/** The stack of an error and of what caused it; null when there is none. */
export function causesOf(thrown: unknown): string | null {
  const stacks: string[] = []
  for (let error = thrown; isObject(error) && stacks.length < MOST_CAUSES; error = error.cause) {
    if (typeof error.stack !== 'string') break
    stacks.push(error.stack)
  }
  return stacks.length === 0 ? null : stacks.join('\nCaused by: ')
}

const isObject = (value: unknown): value is { readonly stack?: unknown; readonly cause?: unknown } =>
  typeof value === 'object' && value !== null

/** `at run (/app/job.js:3:5)` and `at file:///app/job.js:3:5` of V8, `run@/app/job.js:3:5` of the others. */
const FRAME = /^\s*at (?:.*\()?(.+):(\d+):\d+\)?$|^[^\s@]*@(.+):(\d+):\d+$/

/** Where an error was made: the first frame of a stack. */
export function topFrame(stack: string | null): { readonly file: string; readonly line: number } | undefined {
  for (const text of (stack ?? '').split('\n')) {
    const [, file, line, otherFile, otherLine] = FRAME.exec(text) ?? []
    const found = file ?? otherFile
    if (found !== undefined) return { file: found.replace(/^file:\/\//, ''), line: Number(line ?? otherLine) }
  }
  return undefined
}
