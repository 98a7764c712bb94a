import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { openLogFile, withoutSecrets } from '../../lib/core/log-file.ts'
import { makeLog } from '../../lib/core/log.ts'
import { readLog } from '../../lib/health/read-log.ts'
import { bundleForChild } from '../kit/bundle.ts'
import { canMount, mountSmallDisk } from '../kit/small-disk.ts'

let storageDir: string
let folder: string
beforeEach(() => {
  storageDir = mkdtempSync(path.join(tmpdir(), 'micrologs-log-'))
  folder = path.join(storageDir, 'log')
})
afterEach(() => rmSync(storageDir, { recursive: true, force: true }))

const read = (level: 'debug' | 'warn' = 'debug', limit = 100) => readLog({ storageDir, logBytes: 1 }, { level, limit })
const newest = () => path.join(folder, 'micrologs.log')

test('what is logged can be read, newest first, and by level', () => {
  const log = makeLog('info', openLogFile(folder, 100_000), 'silent')
  log.debug({}, 'not at this level')
  log.info({ why: 'SIGTERM' }, 'Stopping')
  log.error({ id: 'a1', fault: { deep: [1] } }, 'A request failed')
  expect(read().lines.map(({ level, message, details }) => [level, message, details])).toEqual([
    ['error', 'A request failed', { id: 'a1', fault: '{"deep":[1]}' }],
    ['info', 'Stopping', { why: 'SIGTERM' }],
  ])
  expect(read('warn').lines.map(({ message }) => message)).toEqual(['A request failed'])
  expect([read('debug', 1).lines.length, read('debug', 1).is_cut, read().is_cut]).toEqual([1, true, false])
  expect(statSync(newest()).mode & 0o777).toBe(0o600)
})

test('several processes write at once: no line is torn, and the files stay as small as they shall', async () => {
  const script = bundleForChild('test/kit/log-child.ts')
  const most = 40_000
  const run = (name: string) => promisify(execFile)(process.execPath, [script, folder, String(most), name, '1500'])
  await Promise.all(['a', 'b', 'c'].map(run))
  expect(readdirSync(folder).sort()).toEqual(['micrologs.1.log', 'micrologs.log'])
  for (const name of readdirSync(folder)) {
    const text = readFileSync(path.join(folder, name), 'utf8')
    // Three lines may come between a look and an append.
    expect(text.length).toBeLessThan(most / 2 + 1000)
    for (const line of text.trimEnd().split('\n')) expect(JSON.parse(line)).toMatchObject({ level: 'info' })
  }
})

test('what a killed process left locked is taken up again', () => {
  const lock = path.join(folder, 'rotating')
  mkdirSync(lock, { recursive: true })
  const file = openLogFile(folder, 200)
  for (let at = 0; at < 5; at++) file.write('x'.repeat(50))
  expect(readdirSync(folder).sort()).toEqual(['micrologs.log', 'rotating'])
  const minutes = Date.now() / 1000 - 60
  utimesSync(lock, minutes, minutes)
  for (const line of ['finds it', 'rotates']) file.write(line)
  expect(readdirSync(folder).sort()).toEqual(['micrologs.1.log', 'micrologs.log'])
  expect(readFileSync(newest(), 'utf8')).toBe('rotates\n')
})

test('only the end of a large file is read, and lines that are torn are left out', () => {
  mkdirSync(folder)
  const line = (at: number) =>
    `${JSON.stringify({ level: 'info', time: '2026-11-25T12:00:00.000Z', at, msg: 'x'.repeat(1000) })}\n`
  writeFileSync(newest(), `${Array.from({ length: 1000 }, (_, at) => line(at)).join('')}{"level":"info","ti\nno JSON\n`)
  const { lines, is_cut } = read('debug', 500)
  expect([lines.length > 400, is_cut, lines[0]?.details.at]).toEqual([true, true, '999'])
})

test('a full disk is no reason to fail, and the next line is whole', () => {
  if (!canMount()) return
  const { unmount } = mountSmallDisk(folder, 64 * 1024)
  try {
    const log = makeLog('info', openLogFile(folder, 10_000_000), 'silent')
    for (let at = 0; at < 100; at++) log.info({}, 'x'.repeat(2000))
    rmSync(newest())
    log.info({}, 'there is room again')
    expect(read().lines[0]?.message).toBe('there is room again')
  } finally {
    unmount()
  }
})

test.each([
  ["Access denied for user 'a'@'203.0.113.9'", "Access denied for user 'a'@'[address]'"],
  ['connect ECONNREFUSED 2001:db8::1:3306 and ::ffff:10.0.0.1', 'connect ECONNREFUSED [address] and ::ffff:[address]'],
  ['fe80:0:0:0:1:2:3:4 said', '[address] said'],
  ['mysql://ada:s3cret@localhost/db', 'mysql://ada:[secret]@localhost/db'],
  [`key ${'0af'.repeat(21)}1 and ${'ab'.repeat(16)}`, 'key [key] and [key]'],
  [`{"hash":"${'0a'.repeat(32)}","key":"${'0a'.repeat(32)}"}`, `{"hash":"${'0a'.repeat(32)}","key":"[key]"}`],
  ['Bearer mlt_abcdefghijkl', 'Bearer [secret]'],
  ['GET /api/cron?key=hunter2hunter2&x=1', 'GET /api/cron?key=[secret]&x=1'],
  ['at 2026-11-25T16:48:23.123Z file:///app/x.js:12:34', 'at 2026-11-25T16:48:23.123Z file:///app/x.js:12:34'],
  ['its number is 0123456789ab', 'its number is 0123456789ab'],
])('%j is kept as %j', (line, kept) => expect(withoutSecrets(line)).toBe(kept))
