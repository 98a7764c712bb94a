import { cpus } from 'node:os'
import { hostingBench } from './hosting.ts'
import { acceptBench, drainBench, memoryBench, startBench } from './pageviews.ts'
import { auditsBench, errorsBench, redirectBench } from './records.ts'
import { dashboardBench } from './dashboard.ts'
import { rateLimitBench } from './rate-limit.ts'
import type { BenchRow } from './row.ts'

const BENCHES: Readonly<Record<string, () => Promise<BenchRow[]>>> = {
  accept: acceptBench,
  limiter: rateLimitBench,
  memory: memoryBench,
  drain: drainBench,
  start: startBench,
  hosting: hostingBench,
  errors: errorsBench,
  redirect: redirectBench,
  audits: auditsBench,
  dashboard: dashboardBench,
}

/** `npm run bench` runs all; `npm run bench -- accept start` only these. Ratios are of one run, side by side. */
async function run(names: readonly string[]): Promise<void> {
  console.log(
    `Node ${process.versions.node}, ${cpus().length} cores, ${cpus()[0]?.model.trim() ?? 'unknown processor'}\n`,
  )
  for (const name of names.length > 0 ? names : Object.keys(BENCHES)) {
    const bench = BENCHES[name]
    if (bench === undefined) throw new Error(`No bench is called ${name}; there are ${Object.keys(BENCHES).join(', ')}`)
    for (const row of await bench()) console.log(line(row))
  }
}

const line = ({ name, value, goal, ok }: BenchRow) =>
  `${ok === false ? '✗' : ok === true ? '✓' : ' '} ${name.padEnd(42)} ${value}${goal === undefined ? '' : `   (${goal})`}`

run(process.argv.slice(2)).catch((fault: unknown) => {
  console.error(fault)
  process.exit(1)
})
