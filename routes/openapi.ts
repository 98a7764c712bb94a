import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Router } from 'express'
import { AppError, codeOf } from '../lib/core/errors.ts'
import { methodNotAllowed } from './middleware/fail.ts'

interface OpenApiOptions {
  /** The folder of built files, with `docs/redoc.js` in it. */
  readonly dist: string
  /** Where browsers reach this install. */
  readonly base: string
  readonly version: string
}

/**
 * `GET /api/openapi.json`, the API in OpenAPI 3.1, and `GET /api/docs`, the same as a page for people; without a key. To be
 * mounted at the base path. Document and page script are read when they are first asked for: most processes never are.
 */
export function openApiRoutes({ dist, base, version }: OpenApiOptions): Router {
  const script = path.join(dist, 'docs', 'redoc.js')
  const json = once(async () => {
    const { openApiDocument } = await import('../lib/openapi/document.ts')
    return JSON.stringify(openApiDocument({ base, version }))
  })
  const scriptName = once(async () => `redoc.${await hashOf(script)}.js`)
  const router = Router()

  router.get('/api/openapi.json', async (_req, res) => {
    res.type('application/json').send(await json())
  })
  router.get('/api/docs', async (req, res) => {
    res.set('Content-Security-Policy', POLICY)
    // From the page's own address, which may lie below any path; it answers with a slash at its end, too.
    const folder = req.path.endsWith('/') ? '..' : '.'
    res.type('html').send(pageWith({ script: `${folder}/../assets/${await scriptName()}`, folder }))
  })
  router.get('/assets/:name', async (req, res, next) => {
    if (!req.params.name.startsWith('redoc.') || req.params.name !== (await scriptName())) {
      next()
      return
    }
    res.set('Cache-Control', 'public, max-age=31536000, immutable')
    res.sendFile(script, { cacheControl: false, lastModified: false })
  })
  router.all(['/api/openapi.json', '/api/docs'], methodNotAllowed('GET, HEAD'))
  return router
}

/** Asked once; again when it failed. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make().catch((fault: unknown) => {
      made = undefined
      throw fault
    })
    return made
  }
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  try {
    await pipeline(createReadStream(file), hash)
  } catch (fault) {
    if (codeOf(fault) === 'ENOENT') throw new AppError('unavailable', 'The page is not built yet: run npm run build.')
    throw fault
  }
  return hash.digest('hex').slice(0, 16)
}

const STYLE = 'body{margin:0}'

const styleHash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/**
 * What Redoc 2.5.4 needs and no more. It fills its `<style>` elements by script once they are in the page, empty, so the
 * hash of nothing lets them in; one of them is not empty (the scroll bars'). Its search runs in a worker made of a blob.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src ${styleHash(STYLE)} ${styleHash('')} 'sha256-QMIg+bpjm3JdElJ388KYke01izlUW0UoNOeKjpMxdgc='`,
  "connect-src 'self'",
  'img-src data:',
  'worker-src blob:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Redoc looks for its element by itself and takes its options from there. */
const pageWith = ({ script, folder }: { script: string; folder: string }): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Micrologs API</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
<script src="${script}" defer></script>
</head>
<body>
<redoc spec-url="${folder}/openapi.json"></redoc>
<noscript>This page needs JavaScript. The same is to be read in <a href="${folder}/openapi.json">openapi.json</a>.</noscript>
</body>
</html>
`
