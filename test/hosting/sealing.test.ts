import type { ChildProcess } from 'node:child_process'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { DAY, systemClock } from '../../lib/core/clock.ts'
import { makeDictionaries } from '../../lib/db/dictionaries.ts'
import { faultKind } from '../../lib/db/faults.ts'
import type { Db } from '../../lib/db/open-db.ts'
import { compactProject } from '../../lib/sealed-days/compact.ts'
import { sealProject } from '../../lib/sealed-days/seal.ts'
import type { SpoolRecord } from '../../lib/spool/records.ts'
import type { Resolved } from '../../lib/writer/terms.ts'
import { writeBatch } from '../../lib/writer/write-batch.ts'
import { bundleForChild } from '../kit/bundle.ts'
import { engines, freshDb } from '../kit/databases.ts'
import { eventually } from '../kit/eventually.ts'
import { hasMariadb, startMariadb } from '../kit/mariadb-server.ts'
import type { SealingOrder } from '../kit/sealing-child.ts'
import { addLink, books, expected, traffic, TRAFFIC_START } from '../kit/sealing-books.ts'

const KILLS = Number(process.env.KILLS ?? 20) >= 200 ? 60 : 8
const RECORDS = 60 * KILLS
const BATCH = 15
const LONG_AFTER = TRAFFIC_START + 200 * DAY

const onMariadb = hasMariadb ? describe : describe.skip

let drop: () => Promise<void>
const children = new Set<ChildProcess>()
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  children.clear()
  await drop()
})

async function sealAll(db: Db): Promise<void> {
  await sealProject(db, 1, { now: LONG_AFTER, mayGoOn: () => true })
  await compactProject(db, 1, { now: LONG_AFTER + 90 * DAY, mayGoOn: () => true })
}

describe.each(engines)('%s: a process that seals is killed again and again while another writes', (engine) => {
  let script: string
  beforeAll(() => (script = bundleForChild('test/kit/sealing-child.ts')))

  test(
    'in the end every record is counted once',
    async () => {
      const fresh = await freshDb(engine)
      const { db, url, storageDir } = fresh
      ;({ drop } = fresh)
      await addLink(db)
      const heard = { part: 0, merged: 0 }
      const faults: string[] = []
      const start = async () => {
        const child = fork(script)
        children.add(child)
        await once(child, 'message')
        child.on('message', (word: string) => {
          if (word === 'part' || word === 'merged') heard[word]++
          else faults.push(word)
        })
        child.send({ url, storageDir, now: LONG_AFTER, sliceViews: 20 } satisfies SealingOrder)
        return child
      }
      const records = traffic(1, RECORDS)
      let isWriting = true
      const write = async () => {
        const dictionaries = makeDictionaries(db)
        for (let from = 0; from < records.length; from += BATCH) {
          const batch = { file: 'all', from, to: from + BATCH, records: records.slice(from, from + BATCH) }
          await writeBatch(db, dictionaries, systemClock, batch)
          await pause(5)
        }
      }
      const kill = async () => {
        for (let kills = 0; kills < KILLS; kills++) {
          const child = await start()
          const before = heard.part
          // While there is something to seal it is in the middle of it; two are at it now and then.
          await eventually(() => heard.part > before || !isWriting, 20_000)
          const second = kills % 3 === 0 ? await start() : undefined
          await pause(Math.random() * 120)
          for (const one of [child, second]) {
            if (one === undefined) continue
            const exited = once(one, 'exit')
            one.kill('SIGKILL')
            children.delete(one)
            await exited
          }
        }
      }
      await Promise.all([write().finally(() => (isWriting = false)), kill()])
      await sealAll(db)
      expect(await books(db)).toEqual(expected(records))
      expect(faults).toEqual([])
      expect(heard.part).toBeGreaterThan(KILLS / 2)
    },
    60_000 + KILLS * 4000,
  )
})

onMariadb('mysql: the server is killed while rows are sealed', () => {
  test('and in the end every record is counted once', async () => {
    const server = await startMariadb()
    if (server === undefined) throw new Error('No server was found')
    const root = `mysql://root@localhost?socket=${encodeURIComponent(server.socket)}`
    const fresh = await freshDb('mysql', root)
    const { db } = fresh
    drop = async () => {
      await fresh.drop().catch(() => undefined)
      await server.stop()
    }
    await addLink(db)
    const records = traffic(2, 600)
    const dictionaries = makeDictionaries(db)
    const write = (from: number, some: readonly Resolved<SpoolRecord>[]) =>
      writeBatch(db, dictionaries, systemClock, { file: 'all', from, to: from + some.length, records: some })
    let away = 0
    for (let from = 0; from < records.length; from += 200) {
      await write(from, records.slice(from, from + 200))
      const sealing = sealProject(db, 1, { now: LONG_AFTER, sliceViews: 10, mayGoOn: () => true }).catch(
        (fault: unknown) => {
          if (faultKind(fault) !== 'away') throw fault
          away++
        },
      )
      await pause(20 + Math.random() * 200)
      await server.kill()
      await sealing
      await server.restart()
    }
    await sealAll(db)
    expect(await books(db)).toEqual(expected(records))
    // Else it was over each time before the server was killed, and this shows nothing.
    expect(away).toBeGreaterThan(0)
  }, 60_000)
})
