import fc from 'fast-check'
import { DamagedBytes } from '../../lib/columns/bytes.ts'
import { buildPart } from '../../lib/sealed-days/build-part.ts'
import { decodePart, encodePart, MissingColumn } from '../../lib/sealed-days/encode-part.ts'
import type { Part } from '../../lib/sealed-days/part.ts'
import { codedOf, COLUMN_NAMES, COLUMNS } from '../../lib/sealed-days/part.ts'
import { cutColumns, joinColumns, MOST_IN_PIECE } from '../../lib/sealed-days/pieces.ts'
import { samePart } from '../../lib/sealed-days/same-part.ts'
import { joined, MONDAY, newcomersOf, numberOf, randomGroups } from '../kit/open-rows.ts'

function partOf(seed: number, count: number): Part {
  const rows = joined(randomGroups(seed, count))
  return buildPart({ firstDay: MONDAY, lastDay: MONDAY + 1 }, rows, numberOf, newcomersOf(rows))
}

const seeds = [fc.nat(1_000_000), fc.nat(40)] as const

test('a part comes back as it was, through rows of bytes', async () => {
  await fc.assert(
    fc.asyncProperty(...seeds, async (seed, count) => {
      const part = partOf(seed, count)
      const { columns, bytes } = await encodePart(part)
      const pieces = cutColumns(columns)
      for (const { body } of pieces) expect(body.length).toBeLessThanOrEqual(MOST_IN_PIECE)
      const back = await decodePart(part, joinColumns(pieces), COLUMN_NAMES)
      expect(samePart(back, part)).toBe(true)
      expect(Object.fromEntries(back.columns)).toStrictEqual(Object.fromEntries(part.columns))
      expect(bytes).toBe([...columns.values()].reduce((sum, { length }) => sum + length, 0))
    }),
    { numRuns: 30 },
  )
})

test('a large part is cut, its small columns share a row', async () => {
  const part = partOf(1, 1_500)
  const { columns } = await encodePart(part)
  const pieces = cutColumns(columns)
  expect(pieces.filter(({ number }) => number === 0)).toHaveLength(1)
  expect(pieces.filter(({ number }) => number === COLUMNS['visit.id'].number).length).toBeGreaterThan(1)
  expect(joinColumns(pieces)).toEqual(columns)
})

test('only what is asked for is read; a title is read with its page', async () => {
  const part = partOf(2, 30)
  const { columns } = await encodePart(part)
  const two = new Map([...columns].filter(([number]) => number === 21 || number === 22))
  const back = await decodePart(part, two, ['view.title'])
  expect([...back.columns.keys()]).toEqual(['view.title'])
  expect(codedOf(back, 'view.title')).toEqual(codedOf(part, 'view.title'))
  expect(() => codedOf(back, 'view.page')).toThrow('was not read')
})

test('a column that is not there is told apart from one that is damaged', async () => {
  const part = partOf(3, 30)
  const { columns } = await encodePart(part)
  await expect(decodePart(part, new Map(), ['visit.start'])).rejects.toThrow(MissingColumn)
  const other = new Map([[1, columns.get(9) ?? new Uint8Array()]])
  await expect(decodePart(part, other, ['visit.start'])).rejects.toThrow(DamagedBytes)
  const fewer = { ...part, rows: { ...part.rows, visits: 1 } }
  await expect(decodePart(fewer, columns, ['visit.start'])).rejects.toThrow('rows instead of 1')
})

test('the checksum is over all columns', async () => {
  const part = partOf(4, 20)
  const { checksum } = await encodePart(part)
  expect(checksum).toMatch(/^[0-9a-f]{64}$/)
  expect((await encodePart(partOf(4, 20))).checksum).toBe(checksum)
  expect((await encodePart(partOf(5, 20))).checksum).not.toBe(checksum)
})

test('parts that differ in one value are not the same', () => {
  const part = partOf(6, 20)
  for (const name of COLUMN_NAMES) {
    const column = structuredClone(part.columns.get(name))
    if (column === undefined) throw new Error(name)
    const list = column.form === 'numbers' || column.form === 'sparse' ? column.values : column.codes
    if (list.length === 0) continue
    list[list.length - 1] = (list[list.length - 1] ?? 0) + 1
    expect([name, samePart(part, { ...part, columns: new Map(part.columns).set(name, column) })]).toEqual([name, false])
  }
  expect(samePart(part, { ...part, lastAt: part.lastAt + 1_000 })).toBe(false)
  expect(samePart(part, { ...part, rows: { ...part.rows, stays: 0 } })).toBe(false)
})
