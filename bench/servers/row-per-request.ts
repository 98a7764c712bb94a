import { createServer } from 'node:http'
import { configOfProcess, environmentOfProcess } from '../../lib/config/config.ts'
import { systemClock } from '../../lib/core/clock.ts'
import { silentLog } from '../../lib/core/log.ts'
import { makeDictionaries } from '../../lib/db/dictionaries.ts'
import { openDb } from '../../lib/db/open-db.ts'
import { openGeo } from '../../lib/geo/open-geo.ts'
import { makeAccept } from '../../lib/ingest/make-accept.ts'
import { openSalts } from '../../lib/ingest/salts.ts'
import { ProjectDirectory } from '../../lib/projects/project-directory.ts'
import { readProjects } from '../../lib/projects/project-rows.ts'
import { makeLimiter } from '../../lib/rate-limit/check-limit.ts'
import { makeReqCounter } from '../../lib/rate-limit/req-counter.ts'
import type { SpoolRecord } from '../../lib/spool/records.ts'
import { makeAgentParser } from '../../lib/user-agent/parse-agent.ts'
import type { Resolved } from '../../lib/writer/terms.ts'
import { writeBatch } from '../../lib/writer/write-batch.ts'
import { makeTrackDoor } from '../../routes/track-door.ts'

/**
 * The same door and the same work, but every request waits for the database: for its visit, its dictionaries and its row
 * in a transaction of its own, or (BENCH_BARE=1) for nothing but one bare row, which no analytics could live on.
 */
async function run(): Promise<void> {
  const config = configOfProcess(process.cwd())
  const { storageDir } = config
  const log = silentLog
  const clock = systemClock
  const db = openDb({ url: config.databaseUrl, storageDir, connections: config.databasePool })
  const directory = new ProjectDirectory({ read: () => readProjects(db.read), storageDir, clock, log })
  await directory.refresh()
  const counter = makeReqCounter({ dir: `${storageDir}/rate-rows`, clock, log })
  const isBare = environmentOfProcess().BENCH_BARE === '1'
  const dictionaries = makeDictionaries(db)
  let made = 0
  const none = { page: 1, title: 1, is_entry: 0, source: 1, campaign: 1, place: 1, agent: 1, language: 1, screen: 1 }
  const bareRow = async ({ at }: SpoolRecord) => {
    const row = { project_id: 999_999, at, id: ++made, visitor: 1, visit: 1, ...none }
    await db.read.insertInto('pageviews').values(row).execute()
  }
  const wholeWrite = async (record: SpoolRecord) => {
    // A file of its own for each request: the position is what makes two of them wait for each other.
    const batch = { file: `bench-${++made}`, from: 0, to: 1, records: [record as Resolved<SpoolRecord>] }
    await writeBatch(db, dictionaries, clock, batch)
  }
  const accept = makeAccept({
    append: isBare ? bareRow : wholeWrite,
    writeThrough: () => Promise.resolve(undefined),
    salts: openSalts({ folder: `${storageDir}/salts`, db, clock, log }),
    geo: await openGeo('', { log, clock }),
    parseAgent: makeAgentParser(),
  })
  const door = makeTrackDoor({
    tokens: { find: () => Promise.resolve(undefined) },
    accept,
    directory,
    limiter: makeLimiter({ counter, enabled: true }),
    clock,
    log,
    trustProxy: true,
  })
  createServer((req, res) => void door(req, res, req.url ?? '/', '')).listen(config.port)
  process.on('SIGTERM', () => process.exit(0))
}

void run()
