import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sealProject } from '../../lib/sealed-days/seal.ts'
import { seedTraffic } from '../../lib/seed/seed-traffic.ts'
import type { LeftBehind, TestApp } from './app.ts'
import { testApp } from './app.ts'
import { clockAt } from './clock.ts'
import { eventually } from './eventually.ts'
import type { TestPerson } from './people.ts'
import { somebody } from './people.ts'

/** Friday evening, so that the last day is nearly whole. */
export const NOW = Date.parse('2026-11-20T20:00Z')

const DAYS = 44
const VIEWS_PER_DAY = 120
const FACTS = 'facts.json'

/** A shop with six weeks of traffic, whose settled visits are sealed; and who owns it. */
export interface SeededShop extends LeftBehind {
  readonly owner: TestPerson
}

/**
 * The same for all tests of a run, to be copied: making it takes seconds, copying it none. The first who asks makes it; a
 * worker that asks meanwhile waits. It is named after the folder of the run, which goes with the run.
 */
export async function seededShop(): Promise<SeededShop> {
  const folder = path.join(tmpdir(), 'seeded-shop')
  const isMine = mkdirSync(folder, { recursive: true }) !== undefined
  if (isMine) await make(folder)
  else await eventually(() => existsSync(path.join(folder, FACTS)), 60_000)
  return JSON.parse(readFileSync(path.join(folder, FACTS), 'utf8')) as SeededShop
}

async function make(folder: string): Promise<void> {
  const clock = clockAt(new Date(NOW).toISOString())
  const kit = await testApp('sqlite', { clock, project: { name: 'Corner shop', timeZone: 'UTC' } })
  const { project } = kit
  const owner = await fill(kit)
  await kit.app.db.close()
  const storageDir = path.join(folder, 'storage')
  cpSync(kit.storageDir, storageDir, { recursive: true })
  await kit.close()
  // Whoever waits for it sees all of it or nothing.
  const facts = path.join(folder, FACTS)
  writeFileSync(`${facts}.new`, JSON.stringify({ storageDir, project, owner } satisfies SeededShop))
  renameSync(`${facts}.new`, facts)
}

async function fill(kit: TestApp): Promise<TestPerson> {
  const { db } = kit.app
  const [project] = await kit.app.store.list()
  if (project === undefined) throw new Error('There is no project')
  await seedTraffic({ db, project, days: DAYS, viewsPerDay: VIEWS_PER_DAY, until: NOW, seed: 4 })
  await sealProject(db, project.id, { now: NOW, mayGoOn: () => true })
  return somebody(kit, { isOwner: true })
}
