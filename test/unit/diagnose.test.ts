import { checkBasePath, checkLimits } from '../../lib/health/check-host.ts'
import { checkAddress, checkClient, checkClock, checkNode } from '../../lib/health/diagnose.ts'

const NOW = Date.UTC(2026, 2, 10)

test.each([
  ['20.19.0', 'warn'],
  ['22.13.0', 'ok'],
  ['24.0.0', 'ok'],
])('Node %s: %s', (version, state) => {
  expect(checkNode(version)).toMatchObject({ status: state, message: expect.stringContaining(version) as string })
})

test.each([
  [NOW, 'ok', 0],
  [NOW - 4000, 'ok', 4],
  [NOW + 90_000, 'warn', -90],
  [NOW - 3_600_000, 'warn', 3600],
])('a database whose clock says %i: %s', (database, state, seconds) => {
  expect(checkClock(database, NOW)).toMatchObject({ status: state, seconds })
})

test('a clock that cannot be read is told of', () => {
  expect(checkClock(undefined, NOW).status).toBe('warn')
})

test.each([
  ['', false, 'warn'],
  ['http://stats.example', true, 'warn'],
  ['https://stats.example', false, 'ok'],
])('the address %j, seen over https: %s, is %s', (address, isHttps, state) => {
  expect(checkAddress(address, isHttps).status).toBe(state)
})

test.each([
  ['203.0.113.9', true, true, 'ok'],
  ['203.0.113.9', true, false, 'warn'],
  ['2001:db8::1', true, true, 'ok'],
  ['127.0.0.1', false, true, 'ok'],
  ['10.1.2.3', true, true, 'warn'],
  ['::1', true, true, 'warn'],
  ['fd00::7', true, true, 'warn'],
])('somebody at %s, forwarded: %s, believed: %s, is %s', (client_address, forwarded, trusts, state) => {
  const request = { client_address, host: 'stats.example', is_https: true, forwarded }
  expect(checkClient(request, trusts).status).toBe(state)
})

test.each([
  [undefined, 2, 'warn'],
  [{ version: 'SQLite 3.45', now: 0 }, 2, 'ok'],
  [{ version: '8.0.36', now: 0, connections: 0, packet: 16_777_216 }, 2, 'ok'],
  [{ version: '8.0.36', now: 0, connections: 10, packet: 16_777_216 }, 2, 'ok'],
  [{ version: '8.0.36', now: 0, connections: 3, packet: 16_777_216 }, 2, 'warn'],
  [{ version: '8.0.36', now: 0, connections: 10, packet: 65_536 }, 2, 'warn'],
])('limits %j with %i connections a process: %s', (facts, pool, state) =>
  expect(checkLimits(facts, pool).status).toBe(state),
)

test.each([
  ['', '/stats', 'ok'],
  ['https://a.example', '/stats', 'ok'],
  ['https://a.example/stats/', '/stats', 'ok'],
  ['https://a.example/stats', '', 'warn'],
  ['https://a.example/x', '/stats', 'warn'],
])('PUBLIC_URL %j with the app at %j: %s', (url, base, state) => expect(checkBasePath(url, base).status).toBe(state))
