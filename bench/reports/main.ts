import { spawn } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { mkdtempSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { DAY } from '../../lib/core/clock.ts'
import type { Db } from '../../lib/db/open-db.ts'
import { openDb } from '../../lib/db/open-db.ts'
import { tableSizes } from '../../lib/db/table-sizes.ts'
import { progressBar } from '../../lib/seed/progress-bar.ts'
import { bundleForChild } from '../../test/kit/bundle.ts'
import { startMariadb } from '../../test/kit/mariadb-server.ts'
import type { AskedCost } from './ask-child.ts'
import type { Filled } from './fill.ts'
import { fill } from './fill.ts'
import { askPlainly, PLAIN_SQL } from './plain-sql.ts'
import { QUESTIONS } from './questions.ts'
import { sealBench } from './seal-day.ts'
import { amountOf } from './traffic.ts'

/** A Friday afternoon: the last day is open, and so is the month. */
const UNTIL = Date.parse('2026-11-20T15:00:00Z')
const YEAR = 365
const MILLION = 1e6
/** Millions of page views that are stored as plain rows, too. */
const MOST_PLAIN = 5

type Engine = 'mysql' | 'sqlite'

interface Ground {
  readonly engine: Engine
  readonly url: string
  readonly storageDir: string
  readonly db: Db
  /** The same as plain rows; only where SQL is asked. */
  readonly plain?: Db
}

/** `npm run bench:reports`, or with millions of page views and an engine: `npm run bench:reports -- 0.5 5 20 sqlite`. */
async function run(words: readonly string[]): Promise<void> {
  const sizes = words.map(Number).filter((size) => size > 0)
  const engines = (['mysql', 'sqlite'] as const).filter(
    (engine) => words.length === sizes.length || words.includes(engine),
  )
  const lines: string[] = [
    `# Reports, measured`,
    '',
    `Node ${process.versions.node}, ${cpus().length} cores, ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GB; database on the same machine, default settings.`,
    'Medians of at least 7 after a first time, each question in a process of its own; "own" is what that process worked, all threads.',
  ]
  for (const engine of engines) {
    for (const size of sizes.length > 0 ? sizes : [5]) {
      lines.push('', `## ${size} million page views, ${engine === 'mysql' ? 'MariaDB' : 'SQLite'}`, '')
      lines.push(...(await measure(engine, size)))
      // After each, so that a run that is stopped leaves what it has.
      mkdirSync('bench/results', { recursive: true })
      writeFileSync('bench/results/reports.md', `${lines.join('\n')}\n`)
    }
  }
  console.log(lines.join('\n'))
}

async function measure(engine: Engine, size: number): Promise<string[]> {
  const server = engine === 'mysql' ? await startMariadb() : undefined
  if (engine === 'mysql' && server === undefined) throw new Error('This bench needs a MariaDB server')
  const storageDir = mkdtempSync(path.join(tmpdir(), 'micrologs-reports-'))
  const place = (name: string) =>
    server === undefined
      ? `sqlite:${name}.db`
      : `mysql://root@localhost/${name}?socket=${encodeURIComponent(server.socket)}`
  const open = async (name: string) => {
    if (server !== undefined) {
      const admin = openDb({ url: place('mysql'), storageDir, connections: 1 })
      await sql`create database ${sql.raw(name)}`.execute(admin.read)
      await admin.close()
    }
    const db = openDb({ url: place(name), storageDir, connections: 2 })
    await db.migrate()
    return db
  }
  const db = await open('sealed')
  // Filling and asking it takes ten times as long as everything else, so not for the largest, and on one engine.
  const plain = engine === 'mysql' && size <= MOST_PLAIN ? await open('plain') : undefined
  const ground = { engine, url: place('sealed'), storageDir, db, ...(plain && { plain }) }
  try {
    const bar = progressBar(process.stderr, `Filling ${engine}`)
    const filled = await fill(
      { db, project: 1, ...(plain && { rows: plain }) },
      amountOf(size * MILLION, UNTIL),
      (done, total) => bar.update(done, total),
    )
    bar.end()
    return [...(await diskLines(ground, filled)), '', ...(await reportLines(ground)), ...(await sealBench(open))]
  } finally {
    await db.close()
    await plain?.close()
    await server?.stop()
    rmSync(storageDir, { recursive: true, force: true })
  }
}

async function diskLines({ engine, db, plain }: Ground, { views, visits, visitors, parts }: Filled): Promise<string[]> {
  const bytesOf = async (one: Db) => {
    if (engine === 'mysql') {
      // The statistics that sizes come from are made in the background.
      const tables = (await tableSizes(one)).map(({ table }) => table)
      await sql`analyze table ${sql.join(tables.map((table) => sql.table(table)))}`.execute(one.read)
    }
    return tableSizes(one)
  }
  const per = (bytes: number) => (bytes / views).toFixed(1)
  const sealed = await bytesOf(db)
  const all = sealed.reduce((sum, { bytes }) => sum + bytes, 0)
  const big = sealed.filter(({ bytes }) => bytes / views > 0.2).map(({ table, bytes }) => `${table} ${per(bytes)}`)
  const lines = [
    `${views.toLocaleString('en')} page views, ${visits.toLocaleString('en')} visits, ${visitors.toLocaleString('en')} visitors, ${parts} parts.`,
    '',
    `On disk, everything counted: **${per(all)} bytes a page view** (${big.join(', ')}).`,
  ]
  if (plain !== undefined) {
    const rows = await bytesOf(plain)
    const facts = rows.filter(({ table }) => ['pageviews', 'visits', 'engagements'].includes(table))
    const sum = facts.reduce((total, { bytes }) => total + bytes, 0)
    lines.push(
      `The same as rows clustered by time: ${per(sum)} bytes (${facts.map(({ table, bytes }) => `${table} ${per(bytes)}`).join(', ')}).`,
    )
  }
  return lines
}

async function reportLines(ground: Ground): Promise<string[]> {
  const child = bundleForChild('bench/reports/ask-child.ts')
  const lines = [
    '| question | median | goal | own | first | plain SQL over rows | ratio | memory | longest turn |',
    '|---|---|---|---|---|---|---|---|---|',
  ]
  for (const { name, goal } of QUESTIONS) {
    const cost = await askInChild(child, ground, name)
    const bySql = ground.plain !== undefined && name in PLAIN_SQL ? await bestOf(ground.plain, name) : undefined
    if (bySql !== undefined) requireSame(name, cost.rows, bySql.rows)
    const mark = cost.ms <= goal ? '' : ' ✗'
    const cells = [
      name,
      `**${Math.round(cost.ms)} ms**${mark}`,
      `${goal} ms`,
      `${Math.round(cost.ownMs)} ms`,
      `${Math.round(cost.firstMs)} ms`,
      bySql === undefined ? '' : `${Math.round(bySql.ms).toLocaleString('en')} ms`,
      bySql === undefined ? '' : (bySql.ms / cost.ms).toFixed(0),
      `+${Math.round(cost.grownMb)} MB`,
      `${Math.round(cost.blockedMs)} ms`,
    ]
    lines.push(`| ${cells.join(' | ')} |`)
    console.error(lines.at(-1))
  }
  return lines
}

async function askInChild(script: string, { url, storageDir }: Ground, name: string): Promise<AskedCost> {
  const child = spawn(process.execPath, [script, url, storageDir, name, String(UNTIL)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production' },
  })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  if (code !== 0) throw new Error(`"${name}" failed`)
  return JSON.parse(text) as AskedCost
}

/** The second time, when what it reads lies in memory as far as it fits. */
async function bestOf(plain: Db, name: string) {
  const end = Math.floor(UNTIL / DAY) * DAY + DAY
  const first = await askPlainly(plain.read, name, end - YEAR * DAY, end)
  const second = await askPlainly(plain.read, name, end - YEAR * DAY, end)
  return first.ms < second.ms ? first : second
}

/** As many rows as the lists of the questions have at most. */
const LISTED = 100

interface EngineRow {
  readonly value?: string
  readonly sums: Readonly<Record<string, number>>
}

/** A fast answer that is another one is worth nothing. Of values that tie at the end of a list, either may be in it. */
function requireSame(name: string, answer: unknown, rows: readonly Readonly<Record<string, number | string>>[]): void {
  const own = (Array.isArray(answer) ? answer : (answer as { rows: EngineRow[] }).rows) as EngineRow[]
  const asked = figuresOf(own.map(({ sums }) => sums))
  const plain = figuresOf(rows)
  const at = asked.findIndex((figures, place) => figures !== plain[place])
  if (own.length !== rows.length || at >= 0)
    throw new Error(`"${name}": ${asked.length} and ${plain.length} rows, first ${asked[at]} and by SQL ${plain[at]}`)
}

function figuresOf(rows: readonly Readonly<Record<string, number | string>>[]): string[] {
  const least = rows.reduce((low, { visitors }) => Math.min(low, Number(visitors)), Infinity)
  return rows
    .filter(({ visitors }) => rows.length !== LISTED || Number(visitors) > least)
    .map(({ visitors, pageviews }) => `${visitors} ${pageviews}`)
    .sort()
}

run(process.argv.slice(2)).catch((fault: unknown) => {
  console.error(fault)
  process.exit(1)
})
