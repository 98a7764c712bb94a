/** A request's path as the app knows it, and its query without the question mark. */
export interface OwnPath {
  readonly path: string
  readonly query: string
}

/** Servers must understand the absolute form too, though only clients of proxies send it (RFC 9112, 3.2.2). */
const ORIGIN = /^https?:\/\/[^/?]*/i

/**
 * What a URL asks of this app: the base path taken off, `.php` at the end of an API path ignored. Undefined for a path
 * outside the base path. Never redirects: clients follow a redirected POST as an empty GET, or not at all.
 */
export function ownPath(url: string, basePath: string): OwnPath | undefined {
  const target = url.startsWith('/') ? url : url.replace(ORIGIN, '')
  const mark = target.indexOf('?')
  const whole = mark < 0 ? target : target.slice(0, mark)
  const query = mark < 0 ? '' : target.slice(mark + 1)
  if (basePath !== '' && whole !== basePath && !whole.startsWith(`${basePath}/`)) return undefined
  const path = whole.slice(basePath.length) || '/'
  const isApi = path.startsWith('/api/')
  return { path: isApi && path.endsWith('.php') ? path.slice(0, -4) : path, query }
}
