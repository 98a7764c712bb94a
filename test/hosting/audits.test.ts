import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { verifyChain } from '../../lib/audits/verify.ts'
import type { AuditOrder, AuditOutcome } from '../kit/audit-writer-child.ts'
import { bundleForChild } from '../kit/bundle.ts'
import { engines, freshDb } from '../kit/databases.ts'

const PROCESSES = 4
const ENTRIES = 1000
const PER_BATCH = 20

let script: string
let drop: () => Promise<void>
const children = new Set<ChildProcess>()
beforeAll(() => (script = bundleForChild('test/kit/audit-writer-child.ts')))
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  children.clear()
  await drop()
})

async function start(): Promise<ChildProcess> {
  const child = fork(script)
  children.add(child)
  await once(child, 'message')
  return child
}

async function run(child: ChildProcess, order: AuditOrder): Promise<readonly number[]> {
  child.send(order)
  const [outcome] = (await once(child, 'message')) as [AuditOutcome]
  if ('fault' in outcome) throw new Error(outcome.fault)
  return outcome.sequences
}

describe.each(engines)('%s: four processes that write into one audit log', (engine) => {
  test.each([
    ['make one chain, without a fork and without a gap', false, PROCESSES * ENTRIES],
    ['write what all of them send once', true, PROCESSES * ENTRIES - ((PROCESSES - 1) * ENTRIES) / PER_BATCH],
  ])(
    '%s',
    async (_name, sharesIds, expected) => {
      const fresh = await freshDb(engine)
      const { db, url, storageDir } = fresh
      ;({ drop } = fresh)
      const all = await Promise.all(Array.from({ length: PROCESSES }, start))
      const order = { url, storageDir, entries: ENTRIES, perBatch: PER_BATCH, sharesIds }
      const told = await Promise.all(all.map((child, index) => run(child, { ...order, name: `process-${index}` })))

      expect(await verifyChain(db.read, 1)).toMatchObject({
        outcome: 'verified',
        entries: expected,
        first: 1,
        last: { sequence: expected },
        faultCount: 0,
      })
      // Everybody was told the number of each entry, and nobody that of another's.
      expect(told.map((sequences) => sequences.length)).toEqual(Array(PROCESSES).fill(ENTRIES))
      expect(new Set(told.flat()).size).toBe(expected)
      const previous = await db.read.selectFrom('audit_entries').select('previous_hash').distinct().execute()
      expect(previous).toHaveLength(expected)
      const actors = await db.read.selectFrom('audit_entries').select('actor').orderBy('sequence').execute()
      const turns = actors.filter(({ actor }, at) => at > 0 && actor !== actors[at - 1]?.actor).length
      // Else they wrote one after the other, and this test shows nothing.
      expect(turns).toBeGreaterThan(PROCESSES)
    },
    120_000,
  )
})
