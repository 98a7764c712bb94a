import path from 'node:path'
import { insertRows } from '../lib/db/dialect.ts'
import { bundleForChild } from '../test/kit/bundle.ts'
import type { ChildServer } from './child-server.ts'
import { startChild } from './child-server.ts'
import type { Ground } from './ground.ts'
import { ground } from './ground.ts'
import type { LoadResult } from './load.ts'
import { runLoad } from './load.ts'
import { audits, clicks, errors } from './requests.ts'
import type { BenchRow } from './row.ts'
import { median } from './row.ts'

const ROUNDS = 3
const SECONDS = 3

type Server = 'app' | 'empty'
interface Trial {
  readonly name: string
  readonly server: Server
  readonly request: (n: number) => string
}

/** The same load on our app and on the empty handler, in turns; each server is new. The median of each by its rate. */
async function compare(base: Ground, trials: readonly Trial[]): Promise<Map<string, LoadResult>> {
  const scripts = { app: path.resolve('app.js'), empty: bundleForChild('bench/servers/empty-handler.ts') }
  const found = new Map<string, LoadResult[]>()
  for (let round = 0; round < ROUNDS; round++) {
    for (const { name, server: kind, request } of trials) {
      const server = await startChild(scripts[kind], { ...base.env, RATE_LIMIT: 'off' })
      await runLoad({ url: server.url, request, seconds: 1 })
      const result = await runLoad({ url: server.url, request, seconds: SECONDS })
      if (result.refused > 0) throw new Error(`${name}: ${result.refused} requests were refused`)
      found.set(name, [...(found.get(name) ?? []), result])
      await server.stop()
    }
  }
  const middle = (results: LoadResult[]) =>
    results.find(({ perSecond }) => perSecond === median(results.map((result) => result.perSecond)))
  return new Map([...found].flatMap(([name, results]) => [[name, middle(results) as LoadResult] as const]))
}

const show = ({ perSecond, p50, p99 }: LoadResult) => `${Math.round(perSecond)}/s, p50 ${p50} ms, p99 ${p99} ms`

/** Each result, and its rate as a share of the first one's, which is the empty handler. */
function rowsOf(results: ReadonlyMap<string, LoadResult>): BenchRow[] {
  const [[, empty] = []] = results
  return [...results].map(([name, result]) => ({
    name,
    value: `${show(result)}, ${(result.perSecond / (empty?.perSecond ?? 1)).toFixed(2)} of the empty handler`,
  }))
}

/** Errors: from browsers (spooled) and from backends (written before the answer), of one group and of many. */
export async function errorsBench(): Promise<BenchRow[]> {
  const base = await ground()
  const { publicKey, secretKey } = base
  const results = await compare(base, [
    { name: 'POST to an empty handler', server: 'empty', request: errors(publicKey, 'one') },
    { name: 'errors from browsers, one group', server: 'app', request: errors(publicKey, 'one') },
    { name: 'errors from browsers, distinct groups', server: 'app', request: errors(publicKey, 'many') },
    { name: 'errors from a backend, one group', server: 'app', request: errors(secretKey, 'one') },
    { name: 'errors from a backend, distinct groups', server: 'app', request: errors(secretKey, 'many') },
  ])
  await base.end()
  return rowsOf(results)
}

const WARM_CODES = 200
const COLD_CODES = 60_000

/** Redirects: of links that were asked for before, and of links that nobody has asked this machine for. */
export async function redirectBench(): Promise<BenchRow[]> {
  const base = await ground()
  await makeLinks(base, WARM_CODES + COLD_CODES)
  let cold = WARM_CODES
  const results = await compare(base, [
    { name: 'GET of an empty handler', server: 'empty', request: clicks(() => 'code0') },
    { name: 'redirect, warm', server: 'app', request: clicks((n) => `code${n % WARM_CODES}`) },
    { name: 'redirect, cold', server: 'app', request: clicks(() => `code${cold++ % (WARM_CODES + COLD_CODES)}`) },
  ])
  await base.end()
  return rowsOf(results)
}

async function makeLinks({ db, projectId }: Ground, amount: number): Promise<void> {
  const common = { project_id: projectId, label: '', is_active: 1, clicks: 0, created_at: 1, updated_at: 1 }
  const rows = Array.from({ length: amount }, (_, n) => ({
    ...common,
    code: `code${n}`,
    destination: `https://shop.example/products/${n}`,
  }))
  await db.write((tx) => insertRows(tx, db.engine, 'links', rows))
}

const PROCESSES = 4

/** Audit entries of one project through four processes at once, each answered with its place in the chain. */
export async function auditsBench(): Promise<BenchRow[]> {
  const base = await ground()
  const request = audits(base.secretKey)
  const alone = await compare(base, [
    { name: 'POST to an empty handler', server: 'empty', request },
    { name: 'audit entries, one process', server: 'app', request },
  ])
  const servers: ChildServer[] = []
  for (let n = 0; n < PROCESSES; n++) servers.push(await startChild(path.resolve('app.js'), base.env))
  const together = await runLoad({ url: servers.map(({ url }) => url), request, seconds: SECONDS })
  for (const server of servers) await server.stop()
  const forks = await countForks(base)
  await base.end()
  return [
    ...rowsOf(new Map([...alone, [`audit entries, ${PROCESSES} processes`, together]])),
    {
      name: `forks and gaps in ${forks.entries} entries`,
      value: String(forks.broken),
      goal: 'none',
      ok: forks.broken === 0,
    },
  ]
}

/** Entries that do not follow the one before them. */
async function countForks({ db, projectId }: Ground): Promise<{ entries: number; broken: number }> {
  const entries = await db.read
    .selectFrom('audit_entries')
    .select(['sequence', 'previous_hash', 'hash'])
    .where('project_id', '=', projectId)
    .orderBy('sequence')
    .execute()
  const broken = entries.filter(
    ({ sequence, previous_hash }, index) =>
      sequence !== index + 1 || (index > 0 && previous_hash !== entries[index - 1]?.hash),
  )
  return { entries: entries.length, broken: broken.length }
}
