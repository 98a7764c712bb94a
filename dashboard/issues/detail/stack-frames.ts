/** One line of a stack trace. */
export interface Frame {
  /** Empty where it has no name. */
  readonly fn: string
  readonly file: string
  readonly line: number | undefined
  readonly column: number | undefined
  /** Of the site itself, and not of a library or the runtime. */
  readonly isOwn: boolean
}

type Read = (line: string) => Omit<Frame, 'isOwn'> | undefined

const numberOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text))

/** `at fn (file:1:2)` and `at file:1:2`, as V8 writes; Java's `at a.b.C.m(File.java:12)` as well. */
const v8: Read = (text) => {
  const named = /^at (?:async )?(.+?) ?\((.*?)(?::(\d+))?(?::(\d+))?\)$/.exec(text)
  if (named) return frame(named[1], named[2], named[3], named[4])
  const bare = /^at (?:async )?(\S+?):(\d+)(?::(\d+))?$/.exec(text)
  return bare ? frame('', bare[1], bare[2], bare[3]) : undefined
}

/** `fn@file:1:2`, as Firefox and Safari write. */
const gecko: Read = (text) => {
  const found = /^([^@]*)@(\S+?):(\d+)(?::(\d+))?$/.exec(text)
  return found ? frame(found[1], found[2], found[3], found[4]) : undefined
}

/** `#0 file(12): fn()`, as PHP writes. */
const php: Read = (text) => {
  const found = /^#\d+ (.+?)\((\d+)\): (.*)$/.exec(text)
  return found ? frame(found[3], found[1], found[2], undefined) : undefined
}

/** `File "x.py", line 3, in fn`, as Python writes. */
const python: Read = (text) => {
  const found = /^File "(.+?)", line (\d+)(?:, in (.+))?$/.exec(text)
  return found ? frame(found[3], found[1], found[2], undefined) : undefined
}

const READERS: readonly Read[] = [v8, gecko, php, python]

const NOT_OWN =
  /(?:^|[/\\])(?:node_modules|vendor|site-packages|dist-packages)[/\\]|^node:|^internal[/\\]|^<|^native|\[internal/

/**
 * The frames of a stack trace as browsers, Node, PHP, Python and Java write it, in the order in which they stand; lines
 * that are none are left out. Empty where nothing could be read: then only the raw text tells.
 */
export function stackFrames(stack: string): readonly Frame[] {
  return stack.split(/\r?\n/).flatMap((line) => {
    const text = line.trim()
    for (const read of READERS) {
      const found = read(text)
      if (found) return [{ ...found, isOwn: !NOT_OWN.test(found.file) }]
    }
    return []
  })
}

function frame(
  fn: string | undefined,
  file: string | undefined,
  line: string | undefined,
  column: string | undefined,
): Omit<Frame, 'isOwn'> {
  return { fn: fn?.trim() ?? '', file: file ?? '', line: numberOf(line), column: numberOf(column) }
}
