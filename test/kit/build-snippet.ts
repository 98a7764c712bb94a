import { execFileSync } from 'node:child_process'
import path from 'node:path'

const BUILD = `
  import { build } from 'esbuild'
  import { targets } from './scripts/build.mjs'
  const { outputFiles } = await build({ ...targets.snippet, write: false, logLevel: 'error' })
  process.stdout.write(outputFiles[0].contents)
`

/** The snippet as it is shipped, built from the sources of now. In a child, since Jest cannot import `build.mjs`. */
export function buildSnippet(): Buffer {
  return execFileSync(process.execPath, ['--input-type=module', '--eval', BUILD], {
    cwd: path.resolve(__dirname, '../..'),
  })
}
