import type { Request, RequestHandler } from 'express'
import { Router } from 'express'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { AppError, codeOf } from '../lib/core/errors.ts'
import { methodNotAllowed } from './middleware/fail.ts'
import { mayBeFramed } from './middleware/security-headers.ts'

interface PageOptions {
  /** The folder of built files, with `dashboard/assets.json` in it. */
  readonly dist: string
  /** As the setting: empty, or `/stats`. */
  readonly basePath: string
  /** Whether the token is of a shared dashboard that other sites may show in a frame. */
  readonly mayEmbed: (token: string) => Promise<boolean>
  /** For looking that up. */
  readonly limit: RequestHandler
}

/** `assets.json`, as the build writes it. Every name has a hash of the content in it, so that it may be kept for ever. */
interface AssetList {
  readonly script: string
  readonly style: string
  /** Scripts without which nothing is shown: to be asked for together with the first one. */
  readonly first: readonly string[]
  /** What the page says, by language. */
  readonly texts: Readonly<Record<'en' | 'de', string>>
  readonly files: readonly string[]
}

interface Assets extends AssetList {
  readonly bytes: ReadonlyMap<string, Buffer>
}

/**
 * `GET /`, `GET /embed/<token>` and `GET /assets/<name>-<hash>.js|css`, to be mounted at the base path: one page without a word
 * that came from users, which host firewalls would inspect, and the scripts and the style that fill it. The files are read
 * once, here; while they are not built, the page answers 503 and everything else works.
 */
export function pageRoutes({ dist, basePath, mayEmbed, limit }: PageOptions): Router {
  const assets = readAssets(path.join(dist, 'dashboard'))
  // Without a base path relative, so that it is right behind a proxy that takes a prefix away; with one absolute,
  // because `/stats` without its slash reaches us too.
  const folder = basePath === '' ? 'assets' : `${basePath}/assets`
  const router = Router()

  router.get('/', (req, res) => {
    if (assets === undefined) throw new AppError('unavailable', 'The dashboard is not built yet: run npm run build.')
    res.set('Cache-Control', 'no-store, private')
    res.type('html').send(documentWith(assets, folder, wishedLanguage(req)))
  })
  router.get('/embed/:token', limit, async (req, res) => {
    if (assets === undefined) throw new AppError('unavailable', 'The dashboard is not built yet: run npm run build.')
    if (!(await mayEmbed(String(req.params.token))))
      throw new AppError('not_found', 'This dashboard is not there, or may not be shown in a frame.')
    res.set('Cache-Control', 'no-store, private')
    mayBeFramed(res)
    res.type('html').send(documentWith(assets, basePath === '' ? '../assets' : folder, wishedLanguage(req)))
  })
  router.get('/assets/:name', (req, res, next) => {
    const bytes = assets?.bytes.get(req.params.name)
    if (bytes === undefined) {
      next()
      return
    }
    res.set('Cache-Control', 'public, max-age=31536000, immutable')
    res.type(path.extname(req.params.name)).send(bytes)
  })
  router.all(['/', '/embed/:token'], methodNotAllowed('GET, HEAD'))
  return router
}

function readAssets(folder: string): Assets | undefined {
  try {
    const list = JSON.parse(readFileSync(path.join(folder, 'assets.json'), 'utf8')) as AssetList
    const read = (name: string) => [name, readFileSync(path.join(folder, name))] as const
    return { ...list, bytes: new Map(list.files.map(read)) }
  } catch (fault) {
    if (codeOf(fault) === 'ENOENT') return undefined
    throw fault
  }
}

const ICON = [
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">',
  '<rect width="16" height="16" rx="4" fill="#0b6b80"/>',
  '<path d="M4 12V9m4 3V4m4 8V7" stroke="#fff" stroke-width="2" stroke-linecap="round"/></svg>',
].join('')

/** As the page itself decides, unless another language was chosen in this browser: then it fetches that one. */
const wishedLanguage = (req: Request) => (/^\s*de\b/i.test(req.get('Accept-Language') ?? '') ? 'de' : 'en')

function documentWith({ script, style, first, texts }: AssetList, folder: string, language: 'en' | 'de'): string {
  const preloads = [...first, texts[language]].map((name) => `<link rel="modulepreload" href="${folder}/${name}">`)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>Micrologs</title>
<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(ICON)}">
<link rel="stylesheet" href="${folder}/${style}">
<script type="module" src="${folder}/${script}"></script>
${preloads.join('\n')}
</head>
<body>
<div id="app"></div>
<noscript>Micrologs is running. This page needs JavaScript to show what it has counted.</noscript>
</body>
</html>
`
}
