import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { bundleForChild } from '../kit/bundle.ts'
import { engines, freshDb } from '../kit/databases.ts'
import { eventually } from '../kit/eventually.ts'
import type { CountedStep, JobsOrder } from '../kit/jobs-child.ts'

const PROCESSES = 3
const KILLS = Number(process.env.KILLS ?? 0) >= 200 ? 40 : 2
const LEASE = { lasts: 1500, renewEvery: 300, slack: 150 }

let script: string
let drop: () => Promise<void>
const children = new Set<ChildProcess>()
const faults: string[] = []
beforeAll(() => (script = bundleForChild('test/kit/jobs-child.ts')))
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  children.clear()
  await drop()
})

async function start(order: JobsOrder): Promise<ChildProcess> {
  const child = fork(script)
  children.add(child)
  await once(child, 'message')
  child.on('message', (fault: string) => void faults.push(fault))
  child.send(order)
  return child
}

async function kill(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  children.delete(child)
  await exited
}

function stepsIn(file: string): CountedStep[] {
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1)
  return lines.map((line) => JSON.parse(line) as CountedStep)
}

/** Who was at the job while another was: a line of one process between the beginning and the end of another's piece. */
function overlaps(steps: readonly CountedStep[], killed: ReadonlySet<number>): string[] {
  const found: string[] = []
  let at: number | undefined
  for (const { pid, what } of steps) {
    if (what === 'begin') {
      if (at !== undefined && !killed.has(at)) found.push(`${pid} began while ${at} was at it`)
      at = pid
    } else if (pid !== at) found.push(`${pid} went on after ${at} had begun`)
    if (what === 'end') at = undefined
  }
  return found
}

describe.each(engines)('%s: three processes on one plan', (engine) => {
  test('never run one job twice at once, and take up what a killed one left', async () => {
    const fresh = await freshDb(engine)
    const { db, url, storageDir } = fresh
    ;({ drop } = fresh)
    faults.length = 0
    const file = path.join(storageDir, 'steps')
    const order: JobsOrder = { url, storageDir, file, lease: LEASE, stepMs: 15, stepsPerPiece: 8 }
    await Promise.all(Array.from({ length: PROCESSES }, () => start(order)))
    const killed = new Set<number>()
    const lengthNow = () => stepsIn(file).length
    for (let kills = 0; kills < KILLS; kills++) {
      // In the middle of a piece, whoever has it.
      const victim = await eventually(() => {
        const last = stepsIn(file).at(-1)
        return last?.what === 'step' && !killed.has(last.pid) ? last.pid : false
      }, 15_000)
      const child = [...children].find(({ pid }) => pid === victim)
      if (child === undefined) throw new Error('The victim is none of ours')
      await kill(child)
      killed.add(victim)
      const left = lengthNow()
      await start(order)
      await eventually(() => lengthNow() > left + 20, 15_000)
    }
    const steps = stepsIn(file)
    expect(overlaps(steps, killed)).toEqual([])
    expect(faults).toEqual([])
    // Somebody else each time, and all of them had their share.
    expect(new Set(steps.map(({ pid }) => pid)).size).toBeGreaterThan(PROCESSES)
    // Whoever took over went on from what was saved: nothing is counted twice, and only an unnoted step may be between.
    const counts = steps.filter(({ what }) => what === 'step').map(({ count }) => count)
    const jumps = counts.filter((count, at) => at > 0 && count !== (counts[at - 1] ?? 0) + 1)
    expect(jumps.length).toBeLessThanOrEqual(KILLS)
    expect(counts).toEqual([...new Set(counts)].toSorted((a, b) => a - b))
    const row = await db.read.selectFrom('jobs').selectAll().executeTakeFirstOrThrow()
    expect(Number(row.progress)).toBeGreaterThanOrEqual(counts.at(-1) ?? 0)
  }, 180_000)
})
