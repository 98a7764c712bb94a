// Bundles the benches and runs them: `npm run bench`, or `npm run bench -- accept`.
import { build } from 'esbuild'
import { spawnSync } from 'node:child_process'

const outfile = 'test/.tmp/bench.cjs'
await build({
  entryPoints: ['bench/all.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  external: ['@photostructure/sqlite', 'node:sqlite', 'esbuild'],
  logLevel: 'warning',
})
process.exit(spawnSync(process.execPath, [outfile, ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1)
