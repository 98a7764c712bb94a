import { buildSync } from 'esbuild'
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const ROOT = path.resolve(__dirname, '../..')
const OUT = path.join(ROOT, 'test/.tmp')

/**
 * Bundles a TypeScript file (path from the project root) into one that Node runs as it is, for `fork`; tells where it
 * is. Made with the settings of the server bundle, but not minified.
 */
export function bundleForChild(entry: string): string {
  const { outputFiles } = buildSync({
    entryPoints: [path.join(ROOT, entry)],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    keepNames: true,
    sourcemap: 'inline',
    external: ['@photostructure/sqlite', 'node:sqlite'],
    logLevel: 'silent',
  })
  mkdirSync(OUT, { recursive: true })
  const file = path.join(OUT, `${entry.replace(/\.ts$/, '').replaceAll('/', '-')}.cjs`)
  // Renamed into place: another test file may run the same child at this moment.
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, outputFiles[0]?.contents ?? '')
  renameSync(draft, file)
  return file
}
