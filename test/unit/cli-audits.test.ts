import { appendFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { PassThrough } from 'node:stream'
import { projectsWithAudits, verifyChain } from '../../lib/audits/verify.ts'
import type { CommandServices } from '../../lib/cli/command-services.ts'
import { failureCodeOf, runCommand } from '../../lib/cli/run-command.ts'
import { systemClock } from '../../lib/core/clock.ts'
import { silentLog } from '../../lib/core/log.ts'
import { makeDictionaries } from '../../lib/db/dictionaries.ts'
import type { Db } from '../../lib/db/open-db.ts'
import { openSpool } from '../../lib/spool/open-spool.ts'
import { rejectedIn, retryRejected } from '../../lib/writer/rejected.ts'
import { makeWriter } from '../../lib/writer/writer.ts'
import { auditLog } from '../kit/audit-log.ts'
import { freshDb } from '../kit/databases.ts'
import { auditRecord } from '../kit/records.ts'

let db: Db
let storageDir = ''
let drop: () => Promise<void>
let log: ReturnType<typeof auditLog>
beforeEach(async () => {
  ;({ db, storageDir, drop } = await freshDb('sqlite'))
  log = auditLog(db)
})
afterEach(() => drop())

async function run(args: readonly string[], others: Partial<CommandServices> = {}) {
  const [out, err] = [new PassThrough(), new PassThrough()]
  const services: Partial<CommandServices> = {
    out,
    err,
    auditedProjects: () => projectsWithAudits(db.read),
    verifyAudits: (project, anchor) => verifyChain(db.read, project, anchor),
    retryRejected: () => retryRejected(path.join(storageDir, 'spool'), systemClock),
    ...others,
  }
  const exitCode = await runCommand(args, services as CommandServices)
  return { exitCode, out: String(out.read() ?? ''), err: String(err.read() ?? '') }
}

describe('audit verify', () => {
  test('of an honest log ends with 0 and prints a line to keep, which is good as an anchor later', async () => {
    await log.writeNine()
    const { exitCode, out } = await run(['audit', 'verify'])
    expect(exitCode).toBe(0)
    expect(out).toMatch(/^Project 1: verified\n {2}9 entries checked, number 1 to 9; .+\n/)
    const [, anchor = ''] = /^anchor (9:[0-9a-f]{64})$/m.exec(out) ?? []
    await log.write(auditRecord())
    const later = await run(['audit', 'verify', '1', '--anchor', anchor])
    expect(later).toMatchObject({ exitCode: 0, out: expect.stringContaining('The anchor is met') as string })

    await log.rebuild(5, { actor: 'bob' })
    expect(await run(['audit', 'verify'])).toMatchObject({ exitCode: 0 })
    const { exitCode: code, out: text } = await run(['audit', 'verify', '--project', '1', '--anchor', anchor])
    expect(code).toBe(1)
    expect(text).toContain('Project 1: TAMPERED WITH')
    expect(text).toContain('Entry 9 is not the one that the anchor was taken of')
    expect(text).not.toMatch(/^anchor /m)
  })

  test('goes through all logs, and one that was tampered with outweighs the others', async () => {
    await log.writeNine(1)
    await log.writeNine(2)
    await log.writeNine(4)
    await db.read.deleteFrom('audit_entries').where('project_id', '=', 2).where('sequence', '=', 3).execute()
    const { exitCode, out } = await run(['audit', 'verify'])
    expect(exitCode).toBe(1)
    expect(out).toMatch(
      /Project 1: verified[^]+Project 2: TAMPERED WITH\n[^]+Entry 3 is missing\.[^]+Project 4: verified/,
    )
    expect(await run(['audit', 'verify', '4'])).toMatchObject({ exitCode: 0 })
  })

  test('as JSON', async () => {
    const told = await log.writeNine()
    const honest = await run(['--json', 'audit', 'verify'])
    const hash = told[8]?.hash ?? ''
    expect(honest.exitCode).toBe(0)
    expect(JSON.parse(honest.out)).toEqual({
      status: 'verified',
      projects: [
        {
          ...{ project: 1, status: 'verified', entries: 9, erased_entries: 0, first: 1, last: 9, hash, anchor: 'none' },
          next_anchor: `9:${hash}`,
          fault_count: 0,
          faults: [],
          proved: expect.arrayContaining([expect.stringContaining('9 entries checked')]) as string[],
        },
      ],
    })
    await log.change(4, { action: 'other' })
    const tampered = await run(['audit', 'verify', '--json'])
    expect(tampered).toMatchObject({ exitCode: 1, err: '' })
    const data = JSON.parse(tampered.out) as { projects: object[] }
    expect(data).toMatchObject({
      status: 'tampered',
      projects: [{ fault_count: 1, faults: [{ kind: 'edited', sequence: 4 }], proved: [] }],
    })
    expect(data.projects[0]).not.toHaveProperty('next_anchor')
  })

  test('of nothing is not 0', async () => {
    const none = await run(['audit', 'verify'])
    expect(none).toEqual({ exitCode: 3, out: '', err: 'There is no audit log yet, so nothing was verified.\n' })
    const { exitCode, out } = await run(['audit', 'verify', '7'])
    expect({ exitCode, out }).toEqual({
      exitCode: 3,
      out: 'Project 7: nothing to verify\n  There is no audit entry, so nothing was verified.\n',
    })
    // Of what is not there any more it is tampering.
    expect(await run(['audit', 'verify', '7', '--anchor', `3:${'a'.repeat(64)}`])).toMatchObject({ exitCode: 1 })
  })

  test('that could not run is neither 0 nor tampering, wherever it stopped', async () => {
    const away = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
    for (const broken of [
      { auditedProjects: () => Promise.reject(away) },
      { auditedProjects: () => Promise.resolve([1]), verifyAudits: () => Promise.reject(away) },
    ]) {
      const { exitCode, out, err } = await run(['audit', 'verify'], broken)
      expect({ exitCode, out }).toEqual({ exitCode: 3, out: '' })
      expect(err).toContain('The database does not answer')
      expect(await run(['audit', 'verify', '--json'], broken)).toMatchObject({ exitCode: 3, err: '' })
    }
    expect(failureCodeOf(['--json', 'audit', 'verify', '7'])).toBe(3)
    expect(failureCodeOf(['project', 'list'])).toBe(1)
    expect(failureCodeOf(['nonsense'])).toBe(1)
  })
})

describe('spool retry', () => {
  const folder = () => path.join(storageDir, 'spool')
  const spooled = () => readdirSync(folder()).filter((name) => name.endsWith('.spool'))

  /** A process that knows project 1, and project 2 when `knows` says so. */
  function process(knows: { two: boolean }) {
    const spool = openSpool({ folder: folder(), maxBytes: 1e9, fsync: false, clock: systemClock })
    const rejected = rejectedIn(path.join(folder(), 'rejected'), systemClock)
    const writer = makeWriter({
      ...{ db, spool, rejected, clock: systemClock, log: silentLog },
      dictionaries: makeDictionaries(db),
      projectOf: ({ project }) => Promise.resolve('id' in project ? project.id : knows.two ? 2 : undefined),
    })
    return { spool, rejected, writer }
  }

  test('without anything set aside says so', async () => {
    expect(await run(['spool', 'retry'])).toEqual({ exitCode: 0, out: 'No record was set aside.\n', err: '' })
  })

  test('gives what was refused to the writer again, once', async () => {
    const knows = { two: false }
    const { spool, rejected, writer } = process(knows)
    const lost = [1, 2, 3].map((number) => auditRecord({ project: { key: 'f'.repeat(32) }, target: `lost-${number}` }))
    for (const record of [auditRecord(), ...lost]) await spool.append(record)
    await writer.drain()
    expect(rejected.count()).toBe(3)

    const { out } = await run(['spool', 'retry'])
    expect(out).toContain('3 records were put back.')
    expect(rejected.count()).toBe(0)
    // Nobody knows the key yet: they come back as they were, not wrapped once more.
    spool.survey()
    await writer.drain()
    expect(rejected.count()).toBe(3)
    const [name = ''] = readdirSync(path.join(folder(), 'rejected'))
    const [line = ''] = readFileSync(path.join(folder(), 'rejected', name), 'utf8').split('\n')
    expect(JSON.parse((JSON.parse(line) as { record: string }).record)).toEqual(lost[0])

    knows.two = true
    expect(JSON.parse((await run(['spool', 'retry', '--json'])).out)).toEqual({ records: 3 })
    expect(JSON.parse((await run(['spool', 'retry', '--json'])).out)).toEqual({ records: 0 })
    spool.survey()
    await writer.drain()
    expect(rejected.count()).toBe(0)
    expect((await log.entries(2)).map(({ target }) => target)).toEqual(['lost-1', 'lost-2', 'lost-3'])
    expect((await verifyChain(db.read, 2)).outcome).toBe('verified')
    expect(await log.entries(1)).toHaveLength(1)
    spool.close()
    expect(spooled()).toEqual([])
  })

  test('is taken up by the next start where no server runs, and a line that is none stays set aside', async () => {
    mkdirSync(path.join(folder(), 'rejected'), { recursive: true })
    const entry = (record: string) => JSON.stringify({ rejected_at: '2026-03-10T12:00:00.000Z', reason: 'x', record })
    const torn = `{"rejected_at":"2026-03${entry(JSON.stringify(auditRecord()))}`
    const text = [entry(JSON.stringify(auditRecord())), torn, entry('no record')].map((line) => `${line}\n`).join('')
    appendFileSync(path.join(folder(), 'rejected', '2026-03-10.jsonl'), text)
    appendFileSync(path.join(folder(), 'rejected', '2026-03-11.jsonl'), `${entry(JSON.stringify(auditRecord()))}\n`)
    expect(await run(['spool', 'retry'])).toMatchObject({
      exitCode: 0,
      out: expect.stringMatching(/^4 records/) as string,
    })
    expect(spooled()).toHaveLength(2)
    const { spool, rejected, writer } = process({ two: false })
    await writer.drain()
    expect(await log.entries()).toHaveLength(2)
    expect(rejected.count()).toBe(2)
    spool.close()
  })
})
