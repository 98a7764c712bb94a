import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { systemClock } from '../../lib/core/clock.ts'
import type { Db } from '../../lib/db/open-db.ts'
import { openDb } from '../../lib/db/open-db.ts'
import { ProjectStore } from '../../lib/projects/project-store.ts'
import { MIGRATIONS } from '../../migrations/index.ts'
import { rejectedIn } from '../../lib/writer/rejected.ts'
import { asRoot } from '../../test/kit/as-root.ts'
import { startBackend } from '../../test/kit/backend.ts'
import { eventually } from '../../test/kit/eventually.ts'
import { balance, countStored, spoolFiles } from '../../test/kit/journal.ts'
import { startLoad } from '../../test/kit/load.ts'
import type { ServerProcess } from '../../test/kit/server-process.ts'
import { get, startServer } from '../../test/kit/server-process.ts'
import type { Cluster, Node } from './cluster.ts'
import { startCluster } from './cluster.ts'

const NODES = 3
const PER_SECOND = 300
const CALM_MS = 15_000
const OUTAGE_MS = 10_000
const ROUNDS = Number(process.argv[2] ?? 3)

interface Machine {
  readonly storageDir: string
  readonly url: string
  readonly port: number
  server: ServerProcess
}

/** `node scripts/bench.mjs bench/galera/main.ts 3`: an app on each node; a node is killed and comes back, as often as told. */
async function run(): Promise<void> {
  const cluster = await startCluster(NODES)
  const folder = mkdtempSync(path.join(tmpdir(), 'micrologs-galera-apps-'))
  try {
    const lines = await measure(cluster, folder)
    mkdirSync('bench/results', { recursive: true })
    writeFileSync('bench/results/galera.md', `${lines.join('\n')}\n`)
    console.log(lines.join('\n'))
  } finally {
    await cluster.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(cluster: Cluster, folder: string): Promise<string[]> {
  await asRoot('create database logs character set utf8mb4', cluster.nodes[0]?.url)
  const urls = cluster.nodes.map(({ url }) => `${url}/logs`)
  // All at once, on an empty database: they make the schema together.
  const machines = await Promise.all(urls.map((url, index) => startMachine(url, path.join(folder, `app${index + 1}`))))
  for (const { server } of machines) await eventually(async () => (await server.health()).status === 200, 60_000)
  const db = openDb({ url: urls[0] ?? '', storageDir: folder, connections: 2 })
  const steps = Object.keys(MIGRATIONS).length
  await eventually(async () => (await db.migrationsDone()).length === steps, 120_000)
  const store = new ProjectStore({ db, clock: systemClock, changed: () => Promise.resolve() })
  const { project, secretKey } = await store.create({ name: 'Shop', domains: [] })
  // Started again, so that each knows the new project at once; the list that it left behind does not have it.
  for (const machine of machines) {
    await restart(machine)
    const question = '/api/analytics/visitors?range=7d'
    await eventually(async () => {
      const { status } = await get(machine.server.address, question, { 'X-API-Key': secretKey })
      return status === 200
    })
  }

  const targets = () => machines.map(({ port }) => ({ port }))
  const views = startLoad({ publicKey: project.publicKey, targets, perSecond: PER_SECOND })
  const errors = startBackend({ secretKey, to: 'error', targets, gapMs: 50 })
  const audits = startBackend({ secretKey, to: 'audit', targets, gapMs: 50 })
  const begun = performance.now()
  await pause(CALM_MS)
  const calm = await conflictsOf(cluster.nodes)
  const calmViews = views.journal.accepted.size

  const rounds: string[] = []
  // A node that starts again counts anew.
  let forgotten = 0
  for (let round = 0; round < ROUNDS; round++) {
    forgotten += await conflictsOf(cluster.nodes.filter((_, index) => index === victimOf(round)))
    rounds.push(await breakOne(cluster, machines, round))
  }
  await views.answered(300)
  await Promise.all([views.stop(), errors.stop(), audits.stop()])
  const seconds = (performance.now() - begun) / 1000
  const drainBegun = performance.now()
  await eventually(async () => (await countStored(db)) >= views.journal.accepted.size, 60_000).catch(() => undefined)
  const exits = await Promise.all(machines.map(({ server }) => server.stop()))
  const drained = performance.now() - drainBegun

  const books = await bookkeeping(db, views.journal, errors.journal.answered, audits.journal.answered)
  const all = forgotten + (await conflictsOf(cluster.nodes))
  const rejected = machines.reduce((sum, { storageDir }) => sum + rejectedCount(storageDir), 0)
  const left = machines.flatMap(({ storageDir }) => spoolFiles(storageDir))
  const refused = [views, errors, audits].map(({ journal }) => JSON.stringify(journal.refused)).join(' ')
  await db.close()
  return [
    '# Galera, measured',
    '',
    `MariaDB ${cluster.version}; ${NODES} nodes with default settings on one machine, an app with a storage folder of its own on each.`,
    `Node ${process.versions.node}, ${cpus().length} cores shared with other work, ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GB.`,
    '',
    `Under ${PER_SECOND} page views a second by 40 visitors who come to all three apps, errors and audit entries beside them, a node is`,
    'killed (`kill -9`) and comes back, and once an app is killed, too. Every message is in a journal, which is held against the database at the end.',
    '',
    '| what | sent and answered | lost | doubled |',
    '|---|---|---|---|',
    `| page views | ${views.journal.accepted.size} | ${books.views.lost} | ${books.views.doubled} |`,
    `| errors | ${errors.journal.answered.size} | ${books.errors.lost} | ${books.errors.doubled} |`,
    `| audit entries | ${audits.journal.answered.size} | ${books.audits.lost} | ${books.audits.doubled} |`,
    '',
    `Page views less what visits count: ${books.views.miscounted}; gaps in the sequence of audit entries: ${books.gaps}; errors less what issues count: ${books.issuesOff}.`,
    `Records set aside as refused: ${rejected}; spool files left: ${left.length}; exit codes: ${exits.map(({ code }) => code).join(', ')}; answers other than 200 and 202: ${refused}.`,
    `Sent again because no answer came: ${errors.journal.repeats + audits.journal.repeats}. In all ${Math.round(seconds)} s; the last was written ${Math.round(drained)} ms after the load ended.`,
    '',
    `Transactions that met another of another node: ${calm} in the calm ${CALM_MS / 1000} s (${calmViews} page views), ${all} in all; each was begun again.`,
    '',
    '| round | killed | its app says so after | node is back after | its app has caught up after |',
    '|---|---|---|---|---|',
    ...rounds,
  ]
}

/** Kills a node under load, waits, brings it back; in the second round its app is killed meanwhile as well. A row. */
async function breakOne(cluster: Cluster, machines: readonly Machine[], round: number): Promise<string> {
  const which = victimOf(round)
  const [node, machine] = [cluster.nodes[which], machines[which]]
  if (node === undefined || machine === undefined) throw new Error('There is no such node')
  const killed = performance.now()
  await node.kill()
  await eventually(async () => (await machine.server.health()).status === 503, 60_000)
  const noticed = performance.now() - killed
  if (round === 1) {
    await machine.server.kill()
    machine.server = await startServer(machine)
  }
  await pause(OUTAGE_MS)
  const rejoined = await node.rejoin()
  const back = performance.now()
  await eventually(async () => (await machine.server.health()).status === 200, 120_000)
  const caughtUp = performance.now() - back
  const what = round === 1 ? `${node.name} and its app` : node.name
  console.log(`${what} was killed and is back`)
  return `| ${round + 1} | ${what} | ${ms(noticed)} | ${ms(rejoined)} | ${ms(caughtUp)} |`
}

const victimOf = (round: number) => (round + 1) % NODES

const ms = (time: number) => `${Math.round(time)} ms`

async function startMachine(url: string, storageDir: string): Promise<Machine> {
  mkdirSync(storageDir)
  const server = await startServer({ url, storageDir })
  if (!('port' in server.address)) throw new Error('It listens at no port')
  return { url, storageDir, port: server.address.port, server }
}

async function restart(machine: Machine): Promise<void> {
  await machine.server.stop()
  machine.server = await startServer(machine)
}

/** Transactions that were turned back because of one of another node: at their commit, or while they held locks. */
async function conflictsOf(nodes: readonly Node[]): Promise<number> {
  let sum = 0
  for (const node of nodes)
    for (const name of ['wsrep_local_cert_failures', 'wsrep_local_bf_aborts']) sum += await node.status(name)
  return sum
}

async function bookkeeping(
  db: Db,
  views: Parameters<typeof balance>[1],
  errors: ReadonlyMap<number, unknown>,
  audits: ReadonlyMap<number, unknown>,
) {
  const events = (await db.read.selectFrom('error_events').select('id').execute()).map(({ id }) => id)
  const entries = await db.read
    .selectFrom('audit_entries')
    .select(['message', 'sequence'])
    .orderBy('sequence')
    .execute()
  const issues = await db.read.selectFrom('issues').select('occurrences').execute()
  return {
    views: await balance(db, views),
    errors: held(errors, events),
    audits: held(
      audits,
      entries.map(({ message }) => message),
    ),
    gaps: entries.filter(({ sequence }, index) => sequence !== index + 1).length,
    issuesOff: events.length - issues.reduce((sum, { occurrences }) => sum + occurrences, 0),
  }
}

function held(sent: ReadonlyMap<number, unknown>, stored: readonly number[]) {
  const there = new Set(stored)
  return { lost: [...sent.keys()].filter((id) => !there.has(id)).length, doubled: stored.length - there.size }
}

const rejectedCount = (storageDir: string) => rejectedIn(path.join(storageDir, 'spool/rejected'), systemClock).count()

run().catch((fault: unknown) => {
  console.error(fault)
  process.exit(1)
})
