import { cookieVisitor } from '../../lib/core/hashing.ts'
import { insertRows } from '../../lib/db/dialect.ts'
import { daysStatus, resealDays, sealDays } from '../../lib/sealed-days/tend-days.ts'
import { verifyDays } from '../../lib/sealed-days/verify-days.ts'
import { mixRows } from '../kit/raw-rows.ts'
import { forgetNamed } from '../../lib/retention/forget-visitor.ts'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { PassThrough } from 'node:stream'
import { verifyChain } from '../../lib/audits/verify.ts'
import type { CommandServices } from '../../lib/cli/command-services.ts'
import { backupInto, restoreFrom } from '../../lib/backup/files.ts'
import { COMMANDS } from '../../lib/cli/commands.ts'
import { runCommand } from '../../lib/cli/run-command.ts'
import { readConfig } from '../../lib/config/config.ts'
import { AppError } from '../../lib/core/errors.ts'
import type { Db } from '../../lib/db/open-db.ts'
import type { InstallOptions } from '../../lib/geo/install-geo.ts'
import type { Check } from '../../lib/health/checks.ts'
import { openReleases } from '../../lib/releases/open-releases.ts'
import { ProjectStore } from '../../lib/projects/project-store.ts'
import { freshDb } from '../kit/databases.ts'

const FINE: Check = { status: 'ok', message: 'Fine.' }
const BROKEN: Check = { status: 'fail', message: 'Not fine.' }

let db: Db
let storageDir = ''
let drop: () => Promise<void>
beforeEach(async () => {
  ;({ db, storageDir, drop } = await freshDb('sqlite'))
})
afterEach(() => drop())

interface Services extends CommandServices {
  readonly out: PassThrough
  readonly err: PassThrough
}

function services(environment: Record<string, string> = {}): Services {
  const env = { STORAGE_DIR: storageDir, ...environment }
  const store = new ProjectStore({ db, clock: { now: () => 0 }, changed: () => Promise.resolve() })
  return {
    config: readConfig('/app', env),
    environment: env,
    version: '1.2.3',
    out: new PassThrough(),
    err: new PassThrough(),
    accounts: () => Promise.reject(new AppError('unavailable', 'No account is touched here.')),
    projects: () => Promise.resolve(store),
    installGeo: () => Promise.reject(new AppError('invalid_input', 'This is no database.')),
    geoStatus: () => Promise.resolve({ state: 'missing', message: 'No place database is set up.' }),
    checks: () =>
      Promise.resolve({ database: FINE, disk: FINE, spool: FINE, storage: FINE, geo: FINE, jobs: FINE, release: FINE }),
    tableSizes: () => Promise.resolve([{ table: 'pageviews', bytes: 3 * 1024 * 1024 }]),
    emptySpool: () => Promise.resolve(0),
    jobs: () => Promise.reject(new AppError('unavailable', 'No job is run here.')),
    auditedProjects: () => Promise.resolve([]),
    verifyAudits: (project, anchor) => verifyChain(db.read, project, anchor),
    backup: (file) => backupInto(file, { db, version: '1.2.3', madeAt: '2026-04-01 00:00:00' }),
    restore: (file, options) => restoreFrom(file, { ...options, db }),
    daysStatus: (project) => daysStatus(db, project),
    verifyDays: (project) => verifyDays(db, project),
    sealDays: (project) => sealDays(db, project, Date.parse('2026-04-01T00:00:00Z')),
    resealDays: (project) => resealDays(db, project, 0),
    forgetVisitor: (project, who) => forgetNamed(db, { now: () => 0 }, project, who),
    releases: openReleases({
      ...{ root: storageDir, storageDir, running: '1.2.3', node: process.versions.node, keys: [], find: undefined },
      clock: { now: () => 0 },
    }),
    noteDeed: () => Promise.resolve(),
    retryRejected: () => 0,
    seed: ({ onProgress }) => {
      onProgress?.(5, 5)
      const happened = { errors: 4, links: 8, clicks: 30, audits: 20, events: 1_500 }
      return Promise.resolve({ views: 12_345, visits: 10, visitors: 5, ...happened })
    },
  }
}

async function run(args: readonly string[], given = services()) {
  const exitCode = await runCommand(args, given)
  const read = (stream: PassThrough) => String(stream.read() ?? '')
  return { exitCode, out: read(given.out), err: read(given.err) }
}
const json = async <T>(...args: string[]): Promise<T> => {
  const { exitCode, out, err } = await run([...args, '--json'])
  expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' })
  return JSON.parse(out) as T
}

interface CreatedData {
  id: number
  public_key: string
  secret_key: string
  tag: string
}

const PROJECT_ROW = {
  ...{
    id: 77,
    name: 'Days',
    public_key: 'f'.repeat(32),
    secret_hash: 'e'.repeat(64),
    domains: '[]',
    identity: 'cookie',
  },
  ...{ time_zone: 'UTC', created_at: 0, updated_at: 0, is_active: 1, honours_opt_out: 1, browser_audits: 0 },
  ...{ keep_days: 0, detail_days: 0 },
}

describe('finding a command', () => {
  test.each([[[]], [['help']], [['--help']], [['-h']]])('%j lists all of them', async (args) => {
    const { exitCode, out } = await run(args)
    expect(exitCode).toBe(0)
    for (const { name, summary } of COMMANDS) expect(out).toMatch(new RegExp(`^  ${name} +${summary}$`, 'm'))
  })

  test.each(COMMANDS.map(({ name }) => name))('%s --help tells its options', async (name) => {
    const { exitCode, out } = await run([...name.split(' '), '--help'])
    expect(exitCode).toBe(0)
    expect(out).toContain(`node app.js ${name}`)
    expect(out).toContain('--json')
    const asJson = JSON.parse((await run([...name.split(' '), '--help', '--json'])).out) as unknown
    expect(asJson).toMatchObject({ name })
  })

  test('a group lists what it holds', async () => {
    const help = await run(['project', '--help'])
    expect(help).toMatchObject({ exitCode: 0, err: '' })
    expect(help.out).toContain('project regenerate-keys')
    expect(help.out).not.toContain('geo')
  })

  test.each([
    [['nonsense'], 'There is no command "nonsense".'],
    [['project'], 'There is no command "project".'],
    [['project', 'nonsense'], 'There is no command "project nonsense".'],
    [['--nonsense'], 'There is no command "--nonsense".'],
    [['project', 'list', '--nonsense'], "Unknown option '--nonsense'\nSee: node app.js project list --help"],
    [['project', 'list', 'word'], '"word" is one word too many.\nSee: node app.js project list --help'],
    [['project', 'toggle', '1', '2'], '"2" is one word too many.'],
    [['project', 'toggle', '1', '--id', '1'], '"1" is one word too many.'],
    [['project', 'create', '--name'], "Option '--name <value>' argument missing"],
    [['project', 'create'], 'A name is needed, as in: project create "My site"\nSee:'],
    [['project', 'create', '  '], 'name is required'],
    [['project', 'create', 'x', '--identity', 'weekly'], 'identity must be one of: daily, cache, cookie'],
    [['project', 'edit', '1'], 'Nothing to update.'],
    [['project', 'edit', '--name', 'x'], 'id is required'],
    [['project', 'toggle', 'one'], 'id is required'],
    [['project', 'delete', 'x'], 'id is required'],
    [['project', 'verify'], 'key is required'],
    [['geo', 'install'], 'Give either --file or --licence-key'],
    [['geo', 'install', 'a.mmdb', '--licence-key', 'k'], 'Give either --file or --licence-key'],
    [['geo', 'install', 'a.mmdb'], 'This is no database.'],
    [['audit'], 'There is no command "audit".'],
    [['audit', 'verify', 'one'], '--project must be a whole number from 1'],
    [['audit', 'verify', '--anchor', `1:${'a'.repeat(64)}`], 'An anchor is of one project. Name it: --project <id>'],
    [['audit', 'verify', '1', '--anchor', '1:abc'], '--anchor must be the number of an entry'],
    [['audit', 'verify', '1', '--anchor', `0:${'a'.repeat(64)}`], '--anchor must be the number of an entry'],
    [['spool', 'retry', 'now'], '"now" is one word too many.'],
    [['seed', '--days', '0'], '--days must be a whole number from 1 to 3650'],
  ])('%j: %s', async (args, message) => {
    const text = await run(args)
    expect(text.err).toContain(message)
    expect(text).toMatchObject({ exitCode: 2, out: '' })
    const asJson = await run([...args, '--json'])
    expect(asJson).toMatchObject({ exitCode: 2, err: '' })
    const { error } = JSON.parse(asJson.out) as { error: { message: string; code: string } }
    expect(error.message).toContain(message)
    expect(['usage', 'invalid_input']).toContain(error.code)
  })

  test.each([[['version']], [['--version']], [['-v']]])('%j', async (args) => {
    expect(await run(args)).toMatchObject({ exitCode: 0, out: `Micrologs 1.2.3, Node ${process.versions.node}\n` })
  })
})

describe('projects', () => {
  test('create prints the keys and the tag, in the zone of this machine and open to any host', async () => {
    const { exitCode, out } = await run(
      ['project', 'create', 'My blog'],
      services({ PORT: '4000', BASE_PATH: '/stats' }),
    )
    expect(exitCode).toBe(0)
    const [, publicKey] = /public key {2}([0-9a-f]{32})\n/.exec(out) ?? []
    expect(out).toMatch(/secret key {2}[0-9a-f]{64} /)
    expect(out).toContain(
      `<script src="http://localhost:4000/stats/snippet/micrologs.js" data-public-key="${publicKey}" async></script>`,
    )
    expect(out).toContain(Intl.DateTimeFormat().resolvedOptions().timeZone)
    expect(out).toMatch(/domains +any\n/)
  })

  test('create takes every choice', async () => {
    const data = await json<CreatedData>(
      ...['project', 'create', '--name', 'Shop', '--domains', 'a.com,b.org', '--domains', 'www.c.net'],
      ...['--identity', 'cookie', '--time-zone', 'Asia/Tokyo', '--no-honours-opt-out', '--browser-audits'],
    )
    expect(data).toMatchObject({
      name: 'Shop',
      allowed_domains: ['a.com', 'b.org', 'c.net'],
      identity: 'cookie',
      time_zone: 'Asia/Tokyo',
      honours_opt_out: false,
      browser_audits: true,
    })
    expect(data.tag).toContain(' data-identity="cookie" async>')
    expect(Object.keys(data)).toEqual([
      'id',
      'name',
      'allowed_domains',
      'secret_key',
      'public_key',
      'identity',
      'time_zone',
      'honours_opt_out',
      'browser_audits',
      'keep_days',
      'detail_days',
      'ignored_addresses',
      'ignored_paths',
      'ignored_hosts',
      'ignored_countries',
      'tag',
    ])
  })

  test('the life of a project', async () => {
    expect((await run(['project', 'list'])).out).toBe('There is no project yet.\n')
    const { id, public_key, secret_key } = await json<CreatedData>('project', 'create', 'Site', '--domains', 'a.com')
    expect(await json('project', 'verify', secret_key)).toMatchObject({ valid: true, key_type: 'secret' })
    expect((await run(['project', 'verify', public_key])).out).toBe('This is the public key of project "Site".\n')

    expect(await json('project', 'edit', String(id), '--name', 'Other', '--domains', '*')).toMatchObject({
      name: 'Other',
      allowed_domains: ['*'],
    })
    expect((await run(['project', 'toggle', String(id)])).out).toBe('Project "Other" disabled successfully.\n')
    expect(await json('project', 'toggle', '--id', String(id), '--active')).toMatchObject({ is_active: true })
    expect(await json('project', 'toggle', String(id), '--no-active')).toMatchObject({ is_active: false })
    expect((await run(['project', 'list'])).out).toMatch(/^id {2}name .*\n1 {3}Other .*off {2}0 {6}\*\n$/)

    const rotated = await json<CreatedData>('project', 'regenerate-keys', String(id), '--no-public')
    expect(Object.keys(rotated)).toEqual(['id', 'name', 'secret_key'])
    expect((await run(['project', 'regenerate-keys', String(id)])).out).toMatch(
      /secret key {2}[0-9a-f]{64} .*\n {2}public key {2}[0-9a-f]{32}\n/,
    )
    expect((await run(['project', 'verify', secret_key])).out).toBe('No active project has this key.\n')

    const wrong = await run(['project', 'delete', String(id), '--confirm', 'Site'])
    expect(wrong).toMatchObject({ exitCode: 2, err: expect.stringContaining('Pass "confirm": "Other"') as string })
    expect(await json('project', 'delete', String(id), '--confirm', 'Other')).toEqual({ id, name: 'Other' })
    expect(await run(['project', 'toggle', String(id)])).toEqual({ exitCode: 1, out: '', err: 'Project not found\n' })
    expect(await json('project', 'list')).toEqual({ count: 0, projects: [] })
  })

  test('a database that is away is said in words', async () => {
    const away = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
    const given = { ...services(), projects: () => Promise.reject(away) }
    const { exitCode, err } = await run(['project', 'list'], given)
    expect(exitCode).toBe(1)
    expect(err).toContain('The database does not answer at the address in DATABASE_URL.')
  })
})

describe('the others', () => {
  test('geo install hands on what was asked, and says what is there now', async () => {
    const asked: Pick<InstallOptions, 'target' | 'from'>[] = []
    const given = (): Services => ({
      ...services(),
      installGeo: ({ target, from, onProgress }) => {
        asked.push({ target, from })
        onProgress?.({ bytes: 7, total: undefined })
        return Promise.resolve({ type: 'GeoLite2-City', builtAt: new Date('2026-01-02T03:04:05Z'), bytes: 7 })
      },
    })
    const target = path.join(storageDir, 'geo.mmdb')
    const text = await run(['geo', 'install', 'x.mmdb'], given())
    expect(text.out).toBe(
      `GeoLite2-City of 2026-01-02 installed as ${target}. A running server takes it within a minute.\n`,
    )
    const licence = ['--licence-key', 'key', '--account-id', '12', '--edition', 'GeoIP2-City']
    const { out } = await run(['geo', 'install', ...licence, '--json'], given())
    expect(JSON.parse(out)).toEqual({ file: target, type: 'GeoLite2-City', built_at: '2026-01-02', bytes: 7 })
    expect(asked).toEqual([
      { target, from: { file: 'x.mmdb' } },
      { target, from: { licenceKey: 'key', accountId: '12', edition: 'GeoIP2-City' } },
    ])
  })

  test('geo status', async () => {
    expect(await run(['geo', 'status'])).toMatchObject({ exitCode: 0, out: 'No place database is set up.\n' })
    expect(await json('geo', 'status')).toMatchObject({ state: 'missing' })
  })

  test('doctor fails when one check does', async () => {
    expect(await run(['doctor'])).toMatchObject({
      exitCode: 0,
      out: expect.stringMatching(/^ok {2}database {2}Fine\.\n/) as string,
    })
    const given = (): Services => ({
      ...services(),
      checks: () =>
        Promise.resolve({
          database: BROKEN,
          disk: FINE,
          spool: FINE,
          storage: FINE,
          geo: { status: 'warn', message: 'Old.' },
          jobs: FINE,
          release: FINE,
        }),
    })
    expect(await run(['doctor'], given())).toMatchObject({
      exitCode: 1,
      out: expect.stringContaining('fail  database  Not fine.') as string,
    })
    const { exitCode, out } = await run(['doctor', '--json'], given())
    expect(exitCode).toBe(1)
    expect(JSON.parse(out)).toMatchObject({
      status: 'unhealthy',
      checks: { database: BROKEN, geo: { status: 'warn' } },
      tables: [{ table: 'pageviews', bytes: 3_145_728 }],
    })
    expect((await run(['doctor'])).out).toContain('pageviews  3.0 MB')
  })

  test('doctor without a database names no tables', async () => {
    const away = () => Promise.reject(new Error('The database is away.'))
    const { exitCode, out } = await run(['doctor', '--json'], { ...services(), tableSizes: away })
    expect(exitCode).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ tables: [] })
  })

  test('days: sealed, told of, written anew, verified, and found damaged', async () => {
    await db.write((tx) => insertRows(tx, 'sqlite', 'projects', [PROJECT_ROW]))
    const from = Date.parse('2026-03-10T00:00:00Z')
    await mixRows(db, { seed: 5, project: 77, from, to: from + 36 * 3_600_000, visits: 120, strays: 5 })
    const days = (...args: string[]) => run(['days', ...args, '--project', '77'])
    expect((await days('status')).out).toMatch(/0 parts .* views in rows/)
    expect(await days('seal')).toMatchObject({
      exitCode: 0,
      out: expect.stringMatching(/^\d\d+ page views were sealed/) as string,
    })
    expect((await days('status')).out).toMatch(/bytes each +0 views in rows/)
    expect(await days('reseal')).toMatchObject({ exitCode: 0 })
    expect(await days('verify')).toMatchObject({ exitCode: 0, out: expect.stringContaining('whole') as string })
    await db.write((tx) =>
      tx
        .updateTable('sealed_columns')
        .set({ body: Buffer.from('broken') })
        .where('project_id', '=', 77)
        .execute(),
    )
    expect(await days('verify')).toMatchObject({
      exitCode: 1,
      out: expect.stringContaining('not those that were stored') as string,
    })
    await db.write((tx) => tx.deleteFrom('projects').where('id', '=', 77).execute())
  })

  test('visitor forget removes who is named, and says when nobody is', async () => {
    const cookie = { project_id: 1, visitor: cookieVisitor(1, 'abc'), first_seen: 1, last_seen: 1, visit: 0 }
    const rest = { visit_started_at: 0, last_view_at: 1, last_page: 0, recent: '' }
    await db.write((tx) => insertRows(tx, 'sqlite', 'visitors', [{ ...cookie, ...rest }]))
    const forget = (...args: string[]) => run(['visitor', 'forget', '--project', '1', ...args])
    expect(await forget('--cookie', 'abc')).toMatchObject({
      exitCode: 0,
      out: expect.stringContaining('0 visits') as string,
    })
    expect(await db.read.selectFrom('visitors').selectAll().execute()).toEqual([])
    expect(await forget('--cookie', 'abc')).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining('Nothing is known') as string,
    })
    expect(await forget('--visit', '12')).toMatchObject({ exitCode: 1 })
    expect(await forget()).toMatchObject({ exitCode: 2, err: expect.stringContaining('--visit') as string })
    expect(await forget('--visit', 'x')).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining('takes a number') as string,
    })
  })

  test('seed fills the only project, makes one where there is none, and asks where there are several', async () => {
    const first = await run(['seed', '--json'])
    const { project, secret_key, added } = JSON.parse(first.out) as {
      project: number
      secret_key: string
      added: object
    }
    expect(project).toBe(1)
    expect(added).toMatchObject({ errors: 4, links: 8, clicks: 30, audits: 20, events: 1_500 })
    expect(await json('project', 'verify', secret_key)).toMatchObject({ valid: true, project_name: 'Demo' })
    const { out, err } = await run(['seed', '--days', '3'])
    expect(out).toMatch(/^Added to project 1, "Demo":\n\n {2}views +12,345\n/)
    for (const line of ['errors +4', 'links +8', 'clicks +30', 'audits +20', 'events +1,500'])
      expect(out).toMatch(new RegExp(`^  ${line}$`, 'm'))
    expect(out).not.toContain('secret')
    expect(err).toContain('Seeding')
    await json('project', 'create', 'Second')
    expect(await run(['seed'])).toMatchObject({ exitCode: 2, err: 'There are 2 projects. Name one: --project <id>\n' })
    expect(await run(['seed', '--project', '2'])).toMatchObject({ exitCode: 0 })
    expect(await run(['seed', '9'])).toMatchObject({ exitCode: 1, err: 'Project not found\n' })
  })
})

describe('settings', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'micrologs-settings-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  test('tells each value and where it came from, and no secret', async () => {
    writeFileSync(path.join(folder, 'settings.env'), 'HOST=127.0.0.1\nPORT=5000\nADMIN_KEY=the-admin-key-of-the-test\n')
    const given = services({
      STORAGE_DIR: folder,
      PORT: '6000',
      RATE_LIMIT: '',
      PASSENGER_BASE_URI: '/stats',
      DATABASE_URL: 'mysql://me:the-password@db.example:3307/logs?ssl=the-certificate',
    })
    const { out } = await run(['settings', '--json'], given)
    const rows = JSON.parse(out) as { name: string; value: string; from: string }[]
    const of = (name: string) => rows.find((row) => row.name === name)
    expect(of('PORT')).toEqual({ name: 'PORT', value: '6000', from: 'environment' })
    expect(of('HOST')).toEqual({ name: 'HOST', value: '127.0.0.1', from: 'file' })
    expect(of('ADMIN_KEY')).toEqual({ name: 'ADMIN_KEY', value: '********', from: 'file' })
    expect(of('RATE_LIMIT')).toEqual({ name: 'RATE_LIMIT', value: 'on', from: 'default' })
    expect(of('BASE_PATH')).toEqual({ name: 'BASE_PATH', value: '/stats', from: 'Passenger' })
    expect(of('DATABASE_URL')?.value).toBe('mysql://me:********@db.example:3307/logs')
    expect(out).not.toMatch(/the-password|the-certificate|the-admin-key/)
    expect((await run(['settings'], given)).out).toMatch(
      /^PORT +6000 +environment\nHOST +127\.0\.0\.1 +file\nPUBLIC_URL +- +default\n/,
    )
  })

  test('a database URL that cannot be read is not shown', async () => {
    const { out } = await run(['settings'], services({ DATABASE_URL: 'mysql://me:pa#ss@db.example/logs' }))
    expect(out).not.toMatch(/pa#ss|ss@db/)
  })
})
