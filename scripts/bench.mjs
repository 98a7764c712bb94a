// Bundles a bench and runs it: `npm run bench`, `npm run bench -- accept`, `npm run bench:reports -- 0.5 5`.
import { build } from 'esbuild'
import { spawnSync } from 'node:child_process'

const outfile = 'test/.tmp/bench.cjs'
const [first, ...rest] = process.argv.slice(2)
const isFile = first?.endsWith('.ts') === true
await build({
  entryPoints: [isFile ? first : 'bench/all.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  external: ['@photostructure/sqlite', 'node:sqlite', 'esbuild', 'playwright-core'],
  logLevel: 'warning',
})
const words = isFile ? rest : process.argv.slice(2)
// Filling makes garbage by the gigabyte; what is measured runs in processes of its own.
const flags = isFile ? ['--max-semi-space-size=64'] : []
process.exit(spawnSync(process.execPath, [...flags, outfile, ...words], { stdio: 'inherit' }).status ?? 1)
