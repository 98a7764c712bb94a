import fc from 'fast-check'
import { csvOf, ndjsonOf } from '../../lib/reports/tables/csv.ts'
import { flatRow } from '../../lib/reports/tables/table.ts'

const csv = (columns: readonly string[], rows: readonly object[], loose?: readonly string[]) =>
  csvOf({ name: 'rows', columns, rows, ...(loose && { loose }) })

test('columns come first, also of nothing, and lines end as RFC 4180 says', () => {
  expect(csv(['at', 'visitors'], [])).toBe('at,visitors\r\n')
  expect(csv(['at', 'visitors'], [{ visitors: 3, at: '2026-11-20' }])).toBe('at,visitors\r\n2026-11-20,3\r\n')
})

test.each<[unknown, string]>([
  ['plain', 'plain'],
  ['', ''],
  [null, ''],
  [undefined, ''],
  [0, '0'],
  [-12.5, '-12.5'],
  [1e21, '1e+21'],
  [true, 'true'],
  ['a,b', '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  ['two\nlines', '"two\nlines"'],
  ['two\r\nlines', '"two\r\nlines"'],
  [' ü 🎯 ', ' ü 🎯 '],
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['\r=1', '"\'\r=1"'],
  ['=HYPERLINK("x","y")', '"\'=HYPERLINK(""x"",""y"")"'],
  ['a=1', 'a=1'],
])('%j becomes %j', (value, cell) => {
  expect(csv(['c'], [{ c: value }])).toBe(`c\r\n${cell}\r\n`)
})

test('objects become columns of their own, lists and what is loose JSON', () => {
  const row = { id: 1, device: { type: 'mobile', os: null }, tags: ['a', 'b'], context: { deep: { a: 1 } } }
  expect(csv(['id', 'device.type', 'device.os'], [row], ['context'])).toBe(
    'id,device.type,device.os,tags,context\r\n1,mobile,,"[""a"",""b""]","{""deep"":{""a"":1}}"\r\n',
  )
  expect(flatRow(row)).toEqual({
    id: 1,
    'device.type': 'mobile',
    'device.os': null,
    tags: '["a","b"]',
    'context.deep.a': 1,
  })
})

test('what only some rows have gets a column behind the others', () => {
  expect(csv(['name'], [{ name: 'a' }, { name: 'b', revenue: { EUR: 5 } }, { name: 'c', revenue: { USD: 1 } }])).toBe(
    'name,revenue.EUR,revenue.USD\r\na,,\r\nb,5,\r\nc,,1\r\n',
  )
})

test('a file of lines has the rows as they are', () => {
  expect(ndjsonOf({ name: 'rows', columns: ['a'], rows: [{ a: { b: '=1' } }, { a: null }] })).toBe(
    '{"a":{"b":"=1"}}\n{"a":null}\n',
  )
})

/** RFC 4180, read letter by letter. */
function readCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let isQuoted = false
  for (let at = 0; at < text.length; at++) {
    const letter = text[at] ?? ''
    if (isQuoted && letter === '"' && text[at + 1] === '"') cell += text[++at] ?? ''
    else if (letter === '"') isQuoted = !isQuoted
    else if (isQuoted || (letter !== ',' && letter !== '\r')) cell += letter
    else {
      row.push(cell)
      cell = ''
      if (letter === ',') continue
      rows.push(row)
      row = []
      at++
    }
  }
  return rows
}

test('whatever the texts are, the cells are those texts again', () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('"', ',', '\r\n', '\n', '=a', "'", '""', '\r'))
  fc.assert(
    fc.property(fc.array(fc.record({ a: text, b: text, c: fc.integer() })), (rows) => {
      const read = readCsv(csv(['a', 'b', 'c'], rows))
      const safe = (value: string) => (/^[=+\-@\t\r]/.test(value) ? `'${value}` : value)
      expect(read).toEqual([['a', 'b', 'c'], ...rows.map(({ a, b, c }) => [safe(a), safe(b), String(c)])])
    }),
  )
})
