import { execFileSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import path from 'node:path'
import { tmpdir } from 'node:os'

const BUILD = `
  import { build } from 'esbuild'
  import { targets } from './scripts/build.mjs'
  await build({ ...targets.dashboard, outdir: process.argv[1], logLevel: 'error' })
`

/** The dashboard as it is shipped, built from the sources of now. In a child, since Jest cannot import `build.mjs`. */
export function buildDashboard(): string {
  const dist = mkdtempSync(path.join(tmpdir(), 'micrologs-dist-'))
  execFileSync(process.execPath, ['--input-type=module', '--eval', BUILD, path.join(dist, 'dashboard')], {
    cwd: path.resolve(__dirname, '../..'),
  })
  return dist
}
