import type { Traits } from '../../lib/issues/fingerprint.ts'
import { FINGERPRINT_VERSION, fingerprintOf } from '../../lib/issues/fingerprint.ts'
import type { Happening, Issue } from '../../lib/issues/issue.ts'
import { countError, withStatus } from '../../lib/issues/issue.ts'
import { statusInput } from '../../lib/issues/status-input.ts'
import { parseInput } from '../../lib/core/input.ts'

const TRAITS: Traits = { project: 1, type: 'TypeError', message: 'x is undefined', file: '/app.js', line: 7 }

describe('the fingerprint', () => {
  test('version 1 never changes', () => {
    expect(FINGERPRINT_VERSION).toBe(1)
    // printf '1\x1fTypeError\x1fx is undefined\x1f/app.js\x1f7' | sha256sum
    expect(fingerprintOf(TRAITS)).toBe('11a7e8f9628a3efa0e02899d2250f20c6807a6ac307df9ef0af3cf7030987e98')
    expect(fingerprintOf({ ...TRAITS, line: null })).toBe(
      'aa429700c1e88a3f1b17f94f10815405ffc2a6066c3ae123e0890e08f66b67d7',
    )
  })

  test.each<[string, Partial<Traits>, Partial<Traits>]>([
    ['file f, line 1 and file f1 without a line', { file: 'f', line: 1 }, { file: 'f1', line: null }],
    ['a word that moves from the type to the message', { type: 'A', message: 'BC' }, { type: 'AB', message: 'C' }],
    ['project 1 and type 2A, project 12 and type A', { project: 1, type: '2A' }, { project: 12, type: 'A' }],
    ['a message that moves into the file', { message: 'm', file: '' }, { message: '', file: 'm' }],
    ['projects', { project: 1 }, { project: 2 }],
    ['types', { type: 'A' }, { type: 'a' }],
    ['messages', { message: 'é' }, { message: 'e' }],
    ['files', { file: '/a.js' }, { file: '/a.js?v=2' }],
    ['lines', { line: 1 }, { line: 11 }],
  ])('tells apart: %s', (_what, one, other) => {
    expect(fingerprintOf({ ...TRAITS, ...one })).not.toBe(fingerprintOf({ ...TRAITS, ...other }))
  })

  test('line 0 is no line, as in the table', () => {
    expect(fingerprintOf({ ...TRAITS, line: 0 })).toBe(fingerprintOf({ ...TRAITS, line: null }))
  })
})

const ISSUE: Issue = {
  severity: 'error',
  environment: 'staging',
  status: 'open',
  occurrences: 3,
  firstSeen: 100,
  lastSeen: 300,
  resolvedAt: 0,
  regressedAt: 0,
}
const resolved: Issue = { ...ISSUE, status: 'resolved', resolvedAt: 500 }
const event = (at: number): Happening => ({ at, severity: 'critical', environment: 'production' })

describe('an event', () => {
  test.each<[string, Issue, number, Partial<Issue>, boolean]>([
    ['is counted', ISSUE, 400, { occurrences: 4, firstSeen: 100, lastSeen: 400, severity: 'critical' }, false],
    ['at the same time is the newest', ISSUE, 300, { occurrences: 4, lastSeen: 300, severity: 'critical' }, false],
    ['that is late has no say in the severity', ISSUE, 200, { lastSeen: 300, severity: 'error' }, false],
    [
      'from before the first moves the beginning',
      ISSUE,
      50,
      { firstSeen: 50, lastSeen: 300, severity: 'error' },
      false,
    ],
    ['does not change the environment', ISSUE, 400, { environment: 'staging' }, false],
    [
      'that is the first says all',
      { ...ISSUE, occurrences: 0, firstSeen: 0, lastSeen: 0 },
      50,
      { occurrences: 1, firstSeen: 50, lastSeen: 50, severity: 'critical', environment: 'production' },
      false,
    ],
    ['after the resolution opens it again', resolved, 501, { status: 'open', regressedAt: 501, resolvedAt: 500 }, true],
    ['of the very moment does not', resolved, 500, { status: 'resolved', regressedAt: 0, occurrences: 4 }, false],
    [
      'from before the resolution does not',
      resolved,
      499,
      { status: 'resolved', regressedAt: 0, lastSeen: 499 },
      false,
    ],
    ['leaves ignored as it is', { ...ISSUE, status: 'ignored' }, 900, { status: 'ignored', occurrences: 4 }, false],
    [
      'leaves investigating as it is',
      { ...ISSUE, status: 'investigating', resolvedAt: 500 },
      900,
      { status: 'investigating', occurrences: 4, regressedAt: 0 },
      false,
    ],
    [
      'after the one that opened it again is no second regression',
      { ...ISSUE, resolvedAt: 500, regressedAt: 600 },
      700,
      { status: 'open', regressedAt: 600 },
      false,
    ],
  ])('%s', (_what, issue, at, changes, isRegression) => {
    const before = { ...issue }
    const counted = countError(issue, event(at))
    expect(counted).toMatchObject({ issue: changes, isRegression })
    expect(issue).toEqual(before)
  })
})

describe('somebody who sets a status', () => {
  const regressed: Issue = { ...ISSUE, resolvedAt: 500, regressedAt: 600 }
  test.each<[Issue, Issue['status'], Partial<Issue>]>([
    [ISSUE, 'resolved', { status: 'resolved', resolvedAt: 900 }],
    [resolved, 'resolved', { status: 'resolved', resolvedAt: 900 }],
    [resolved, 'open', { status: 'open', resolvedAt: 500, regressedAt: 0 }],
    [regressed, 'open', { status: 'open', resolvedAt: 500, regressedAt: 0 }],
    [regressed, 'ignored', { status: 'ignored', resolvedAt: 500, regressedAt: 0 }],
    [regressed, 'investigating', { status: 'investigating', resolvedAt: 500, regressedAt: 0 }],
    [regressed, 'resolved', { status: 'resolved', resolvedAt: 900, regressedAt: 0 }],
  ])('%j to %s', (issue, status, changes) => {
    expect(withStatus(issue, status, 900)).toEqual({ ...issue, ...changes })
  })
})

describe('the body of a status update', () => {
  const MANY = Array.from({ length: 101 }, (_, n) => n + 1)
  test.each<[object, number[]]>([
    [{ id: 5 }, [5]],
    [{ id: '5' }, [5]],
    [{ id: [5, '6'] }, [5, 6]],
    [{ ids: 7 }, [7]],
    [{ ids: ' 7 ' }, [7]],
    [{ ids: [9, 3, '9', 3.9, 9.0] }, [9, 3]],
    [{ ids: [0, '0', 'x', '', '4x', null, true, {}, [8], 1e300, NaN, 2] }, [2]],
    [{ ids: [-4] }, [-4]],
    [{ ids: [1], id: 2 }, [1]],
    [{ ids: null, id: 2 }, [2]],
    [{ ids: [...MANY.slice(1), ...MANY.slice(1)] }, MANY.slice(1)],
  ])('%j names %j', (body, ids) => {
    expect(parseInput(statusInput, { status: 'resolved', ...body })).toEqual({ status: 'resolved', ids })
  })

  const NO_STATUS = 'status is required and must be one of: open, investigating, resolved, ignored'
  test.each<[object, string]>([
    [{}, NO_STATUS],
    [{ status: null, ids: [] }, NO_STATUS],
    [{ status: 'Open', id: 1 }, NO_STATUS],
    [{ status: 'closed' }, NO_STATUS],
    [{ status: ['open'], id: 1 }, NO_STATUS],
    [{ status: 1, id: 1 }, NO_STATUS],
    [{ status: 'open' }, 'ids (array) or id (integer) is required'],
    [{ status: 'open', ids: null, id: null }, 'ids (array) or id (integer) is required'],
    [{ status: 'open', ids: [] }, 'No valid IDs provided'],
    [{ status: 'open', ids: [], id: 1 }, 'No valid IDs provided'],
    [{ status: 'open', id: 0 }, 'No valid IDs provided'],
    [{ status: 'open', id: false }, 'No valid IDs provided'],
    [{ status: 'open', ids: { a: 1 } }, 'No valid IDs provided'],
    [{ status: 'open', ids: ['x', 0] }, 'No valid IDs provided'],
    [{ status: 'open', ids: MANY }, 'Maximum 100 IDs per request'],
  ])('%j is refused: %s', (body, message) => {
    expect(() => parseInput(statusInput, body)).toThrow(message)
  })

  test('blanks around the status are passed over', () => {
    expect(parseInput(statusInput, { status: ' ignored\n', id: 1 })).toMatchObject({ status: 'ignored' })
  })
})
