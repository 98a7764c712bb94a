import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { eventually } from '../kit/eventually.ts'
import type { ServerOptions } from '../kit/server-process.ts'
import { killServers, launch, startServer, startUnderLitespeed, startUnderPassenger } from '../kit/server-process.ts'

let folder: string
let storageDir: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'micrologs-start-'))
  storageDir = path.join(folder, 'storage')
})
afterEach(async () => {
  await killServers()
  rmSync(folder, { recursive: true, force: true })
})

/** Runs a start that must fail; what it printed, and that nothing listened. */
async function failedStart(options: Partial<ServerOptions>): Promise<string> {
  const server = await launch({ storageDir, ...options })
  expect(await server.exited).toMatchObject({ code: 1 })
  return server.output
}

const PROJECT_MADE = 'A first project was made'
const SECRET = /secret key {2}([0-9a-f]{64})/
const secretIn = (output: string) => SECRET.exec(output)?.[1]

describe('a start that cannot be', () => {
  test('names every wrong setting at once, in words, and no value', async () => {
    const output = await failedStart({
      url: 'postgres://user:hunter2@db/x',
      environment: { PORT: '70000', ADMIN_KEY: 'short', PUBLIC_URL: 'example.org', RATE_LIMIT: 'maybe' },
    })
    expect(output.split('\n')).toEqual([
      'Cannot start, 5 settings are wrong:',
      '- PORT must be a whole number from 0 to 65535',
      '- PUBLIC_URL must start with http:// or https:// and name a host',
      '- DATABASE_URL must look like mysql://user:password@host/database or sqlite:path/to/file.db',
      '- ADMIN_KEY must have at least 16 characters',
      '- RATE_LIMIT must be one of: on, off',
      '',
    ])
  })

  test.each([
    ['a file is in its place', () => storageDir],
    ['a file is in the place of its parent', () => path.join(storageDir, 'below')],
  ])('says that the storage folder cannot be written: %s', async (_name, place) => {
    writeFileSync(storageDir, '')
    const output = await failedStart({ storageDir: place() })
    expect(output).toContain(`Cannot start: the storage folder ${place()} cannot be written (`)
    expect(output).toContain('name another folder with STORAGE_DIR')
    expect(output).not.toMatch(/^\s+at /m)
  })

  test('says who has the port, and makes no project whose secret key nobody would see', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    const output = await failedStart({ port })
    expect(output).toContain(`Cannot start: port ${port} is in use by another program.`)
    expect(output).not.toContain(PROJECT_MADE)
    await new Promise((resolve) => other.close(resolve))

    const server = await startServer({ storageDir, port })
    await eventually(() => server.output.includes(PROJECT_MADE))
  })
})

describe('the first project', () => {
  test('is made once, and its secret key is told once and stored nowhere', async () => {
    const first = await startServer({ storageDir })
    const secret = await eventually(() => secretIn(first.output) ?? false)
    await first.stop()
    const again = await startServer({ storageDir })
    await eventually(async () => (await again.health()).status === 200)
    await again.stop()

    expect(again.output).not.toContain(PROJECT_MADE)
    expect(again.output).not.toMatch(/[0-9a-f]{64}/)
    const stored = readFileSync(path.join(storageDir, 'projects.json'), 'utf8')
    expect((JSON.parse(stored) as { projects: unknown[] }).projects).toHaveLength(1)
    expect(stored + readFileSync(path.join(storageDir, 'micrologs.db'), 'latin1')).not.toContain(secret)
  })

  test('is one when two processes start at once', async () => {
    const both = await Promise.all([startServer({ storageDir }), startServer({ storageDir })])
    const outputs = () => both.map(({ output }) => output).join('')
    await eventually(() => outputs().includes(PROJECT_MADE))
    for (const server of both) await eventually(async () => (await server.health()).status === 200)
    await Promise.all(both.map((server) => server.stop()))
    expect(outputs().split(PROJECT_MADE)).toHaveLength(2)
  })
})

describe('under a loader, which is the main module', () => {
  test.each([
    ['Passenger', startUnderPassenger],
    ['LiteSpeed', startUnderLitespeed],
  ])('%s: app.js serves', async (_name, start) => {
    const server = await start({ storageDir })
    await eventually(async () => expect(await server.health()).toMatchObject({ status: 200 }))
    expect(await server.stop()).toMatchObject({ code: 0 })
  })

  test('the base path that Passenger tells is honoured', async () => {
    const server = await startUnderPassenger({ storageDir, environment: { PASSENGER_BASE_URI: '/stats' } })
    await eventually(async () => expect(await server.get('/stats/api/health')).toMatchObject({ status: 200 }))
    expect(await server.get('/api/health')).toMatchObject({ status: 404 })
    expect((await server.get('/stats/snippet/micrologs.js')).body).toContain('/api/track/')
  })
})
