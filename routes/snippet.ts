import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { RequestHandler } from 'express'

/**
 * The browser script. Its name stays the same for ever, so it must be asked for again: an hour from the browser's cache,
 * then by its tag. `private`, because Passenger keeps everything that is `public` and would serve an old one.
 */
export function snippet(dist: string): RequestHandler {
  const body = readFileSync(path.join(dist, 'snippet', 'micrologs.js'))
  const tag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 16)}"`
  return (_req, res) => {
    res.set({
      'Content-Type': 'text/javascript; charset=utf-8',
      'Cache-Control': 'private, max-age=3600',
      'X-LiteSpeed-Cache-Control': 'no-cache',
      'Access-Control-Allow-Origin': '*',
      // The page that loads it may isolate itself from other origins.
      'Cross-Origin-Resource-Policy': 'cross-origin',
      ETag: tag,
    })
    // Express answers 304 to who has this tag, also to one that a front server made weak when it compressed the body.
    res.send(body)
  }
}
