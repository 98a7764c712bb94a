import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sha256Hex } from '../../lib/core/hashing.ts'
import { silentLog } from '../../lib/core/log.ts'
import type { Project } from '../../lib/projects/project.ts'
import { ProjectDirectory } from '../../lib/projects/project-directory.ts'

const PUBLIC = '1'.repeat(32)
const SECRET = 'f'.repeat(64)

const site = (id: number, changes: Partial<Project> = {}): Project => ({
  id,
  name: `Site ${id}`,
  publicKey: String(id).repeat(32),
  secretHash: sha256Hex(id === 1 ? SECRET : String(id).repeat(64)),
  domains: ['example.com'],
  identity: 'daily',
  timeZone: 'UTC',
  isActive: true,
  honoursOptOut: true,
  browserAudits: false,
  keepDays: 0,
  detailDays: 0,
  ignoredAddresses: [],
  ignoredPaths: [],
  ignoredHosts: [],
  ignoredCountries: [],
  createdAt: 1,
  updatedAt: 1,
  ...changes,
})

let storageDir = ''
beforeEach(() => {
  storageDir = mkdtempSync(path.join(tmpdir(), 'micrologs-directory-'))
})
afterEach(() => rmSync(storageDir, { recursive: true, force: true }))

const file = () => path.join(storageDir, 'projects.json')

/** A process: its directory, its clock, and what its database answers. */
function process(answers: { rows: readonly Project[] | Error }) {
  const clock = { at: 1_000_000, now: () => clock.at }
  const warnings: string[] = []
  const log = { ...silentLog, warn: (_details: object, message: string) => void warnings.push(message) }
  const read = () => (answers.rows instanceof Error ? Promise.reject(answers.rows) : Promise.resolve(answers.rows))
  return { clock, warnings, directory: new ProjectDirectory({ read, storageDir, clock, log }) }
}

test('knows nothing before the first list, then finds active projects by key in any case', async () => {
  const { directory } = process({ rows: [site(1), site(2, { isActive: false })] })
  expect(directory.known).toBe(false)
  expect(directory.byPublicKey(PUBLIC)).toBeUndefined()
  await directory.refresh()
  expect(directory.known).toBe(true)
  expect(directory.byPublicKey(PUBLIC)?.id).toBe(1)
  expect(directory.bySecretKey(SECRET.toUpperCase())?.id).toBe(1)
  expect(directory.bySecretKey(PUBLIC)).toBeUndefined()
  expect(directory.byPublicKey('2'.repeat(32))).toBeUndefined()
  expect(directory.bySecretKey('2'.repeat(64))).toBeUndefined()
  expect(directory.all().map(({ id }) => id)).toEqual([1, 2])
})

test('an empty list is a known list', async () => {
  const { directory } = process({ rows: [] })
  await directory.refresh()
  expect(directory.known).toBe(true)
  expect(process({ rows: new Error('away') }).directory.known).toBe(true)
})

test('the snapshot serves a start without a database, holds no secret, and is for this account only', async () => {
  await process({ rows: [site(1)] }).directory.refresh()
  const { directory } = process({ rows: new Error('away') })
  expect(directory.bySecretKey(SECRET)).toEqual(site(1))
  expect(readFileSync(file(), 'utf8')).not.toContain(SECRET)
  expect(statSync(file()).mode & 0o777).toBe(0o600)
  expect(readdirSync(storageDir)).toEqual(['projects.json'])
})

test('another process sees a change within a second, and looks no more often', async () => {
  const rows = { rows: [site(1)] }
  const one = process(rows)
  const other = process({ rows: new Error('away') })
  await one.directory.refresh()
  expect(other.directory.known).toBe(false)
  other.clock.at += 999
  expect(other.directory.known).toBe(false)
  other.clock.at += 1
  expect(other.directory.byPublicKey(PUBLIC)?.name).toBe('Site 1')

  // The same length, and most likely the same tick of the file system's clock.
  rows.rows = [site(1, { name: 'Site X' })]
  await one.directory.changed()
  other.clock.at += 1000
  expect(other.directory.byPublicKey(PUBLIC)?.name).toBe('Site X')

  rows.rows = [site(1, { isActive: false })]
  await one.directory.changed()
  other.clock.at -= 5000
  expect(other.directory.byPublicKey(PUBLIC)).toBeUndefined()
})

test('the file is written when the list changes, and when the file is gone or damaged', async () => {
  const { directory, clock } = process({ rows: [site(1)] })
  await directory.refresh()
  const written = statSync(file())
  await directory.refresh()
  expect(statSync(file()).ino).toBe(written.ino)
  expect(statSync(file()).mtimeMs).toBe(written.mtimeMs)

  for (const spoil of [() => rmSync(file()), () => writeFileSync(file(), '{"format":2,"proj')]) {
    spoil()
    clock.at += 1000
    expect(directory.byPublicKey(PUBLIC)?.id).toBe(1)
    await directory.refresh()
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual({ format: 5, projects: [site(1)] })
  }
})

test.each([
  ['empty', ''],
  ['cut off', '{"format":2,"projects":[{"id":1'],
  ['another format', '{"format":1,"projects":[]}'],
  ['wrong types', '{"format":2,"projects":[{"id":"1"}]}'],
  ['not an object', 'null'],
])('a snapshot that is %s is as good as none', async (_what, text) => {
  writeFileSync(file(), text)
  const { directory } = process({ rows: [site(1)] })
  expect(directory.known).toBe(false)
  await directory.refresh()
  expect(directory.byPublicKey(PUBLIC)?.id).toBe(1)
})

test('while the database is away the old list stays, and the log says so once', async () => {
  const answers: { rows: readonly Project[] | Error } = { rows: [site(1)] }
  const { directory, warnings } = process(answers)
  await directory.maintain()
  answers.rows = new Error('gone')
  await directory.maintain()
  await directory.maintain()
  expect(directory.byPublicKey(PUBLIC)?.id).toBe(1)
  expect(warnings).toHaveLength(1)
  await expect(directory.refresh()).rejects.toThrow('gone')
  answers.rows = [site(2)]
  await directory.maintain()
  expect(directory.byPublicKey(PUBLIC)).toBeUndefined()
})

test('who asks during a read gets a read that begins afterwards', async () => {
  const asked: ((rows: readonly Project[]) => void)[] = []
  const read = () => new Promise<readonly Project[]>((resolve) => asked.push(resolve))
  const directory = new ProjectDirectory({ read, storageDir, clock: { now: () => 0 }, log: silentLog })
  const early = directory.refresh()
  await Promise.resolve()
  const late = [directory.refresh(), directory.refresh()]
  asked[0]?.([site(1)])
  await early
  await new Promise(setImmediate)
  expect(asked).toHaveLength(2)
  asked[1]?.([site(2)])
  await Promise.all(late)
  expect(directory.all()).toEqual([site(2)])
})

test('a list read before another process wrote a newer one is read again', async () => {
  const rows = { rows: [site(1)] as readonly Project[] }
  const writer = process(rows)
  const lists = [[site(1)], [site(1, { name: 'New' })]]
  const read = async () => {
    const list = lists.shift() ?? []
    // The other process changes the project after our database has answered.
    rows.rows = [site(1, { name: 'New' })]
    await writer.directory.changed()
    return list
  }
  const directory = new ProjectDirectory({ read, storageDir, clock: { now: () => 0 }, log: silentLog })
  await directory.refresh()
  expect(directory.byPublicKey(PUBLIC)?.name).toBe('New')
})

test('a folder that cannot be written is said once, and the list works from memory', async () => {
  writeFileSync(path.join(storageDir, 'plain-file'), '')
  const warnings: string[] = []
  const log = { ...silentLog, warn: (_details: object, message: string) => void warnings.push(message) }
  const inside = path.join(storageDir, 'plain-file')
  const lists = [[site(1)], [site(1), site(2)]]
  const directory = new ProjectDirectory({
    read: () => Promise.resolve(lists.shift() ?? []),
    storageDir: inside,
    clock: { now: () => 0 },
    log,
  })
  await directory.refresh()
  await directory.refresh()
  expect(directory.all()).toHaveLength(2)
  expect(warnings).toEqual(['The list of projects cannot be kept in the storage folder'])
})
