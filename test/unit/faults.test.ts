import { explainFault, faultKind, isThereAlready } from '../../lib/db/faults.ts'

const mysql = (errno: number, message = 'told by the server') => Object.assign(new Error(message), { errno })

test.each([
  // Galera: a transaction that met another of another node, at its commit or before; a wait for a lock that was too long.
  [1213, 'conflict'],
  [1205, 'conflict'],
  // Galera: a node without the others, or catching up.
  [1047, 'away'],
  [1180, 'away'],
  [1226, 'quota'],
  [1203, 'quota'],
  [1040, 'quota'],
  [2013, 'away'],
  [1406, 'refused'],
  [1062, 'refused'],
])('what %i means for the caller: %s', (errno, kind) => expect(faultKind(mysql(errno))).toBe(kind))

test.each([
  ['a socket that was closed', Object.assign(new Error('read'), { code: 'ECONNRESET' }), 'away'],
  ['a pool that is closed', new Error('Pool is closed.'), 'away'],
  [
    'SQLite, busy',
    Object.assign(new Error('database is locked'), { code: 'ERR_SQLITE_ERROR', errcode: 5 }),
    'conflict',
  ],
  ['SQLite, full', Object.assign(new Error('disk is full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 }), 'away'],
  ['SQLite, a constraint', Object.assign(new Error('UNIQUE'), { code: 'ERR_SQLITE_ERROR', errcode: 1555 }), 'refused'],
])('%s', (_name, fault, kind) => expect(faultKind(fault)).toBe(kind))

test('two nodes that make the same table, column, index or note are told from other faults', () => {
  expect([1050, 1060, 1061, 1062, 1213].map((errno) => isThereAlready(mysql(errno)))).toEqual([
    true,
    true,
    true,
    true,
    false,
  ])
})

test('a cluster’s node that is not ready is explained', () => {
  expect(explainFault(mysql(1047))).toMatch(
    /^The node of the database cluster .* Micrologs waits and goes on by itself\.$/,
  )
})
