// eslint-disable-next-line no-control-regex -- control characters are what it is for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g

/**
 * Text that came from outside, made safe to store: well-formed Unicode (a lone surrogate becomes U+FFFD), no NUL or
 * other control characters but tab and line ends, trimmed, and at most `max` characters long. It is cut between
 * characters, never inside a surrogate pair.
 */
export function cleanText(text: string, max: number): string {
  // A cut before the costly steps keeps a 64 KB value from being walked in full.
  const rough = text.length > max * 4 ? text.slice(0, max * 4) : text
  const clean = rough.toWellFormed().replace(CONTROL, '').trim()
  return cutText(clean, max)
}

/** The first `max` characters (code points). */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text
  let end = 0
  for (let taken = 0; taken < max && end < text.length; taken++) {
    end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1
  }
  return text.slice(0, end).trimEnd()
}
