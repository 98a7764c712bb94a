import { FORMAT } from '../../lib/columns/column.ts'
import { checksumOf, decodePart, encodePart } from '../../lib/sealed-days/encode-part.ts'
import { COLUMN_NAMES, COLUMNS } from '../../lib/sealed-days/part.ts'
import { samePart } from '../../lib/sealed-days/same-part.ts'
import type { GoldenPart } from '../kit/golden-part.ts'
import { goldenFormats, goldenPart, partOf, plainBytes, storedOf, writeGoldenPart } from '../kit/golden-part.ts'

beforeAll(async () => {
  if (process.env.GOLDEN === 'write' && !goldenFormats().includes(FORMAT)) await writeGoldenPart(FORMAT)
})

test('the format that is written has a golden file: GOLDEN=write makes it', () => {
  expect(goldenFormats()).toContain(FORMAT)
})

test('what was stored in any format is read as it was meant', async () => {
  for (const golden of goldenFormats().map(goldenPart)) await expectRead(golden)
})

async function expectRead(golden: GoldenPart): Promise<void> {
  const stored = storedOf(golden)
  expect(checksumOf(stored)).toBe(golden.checksum)
  const part = await decodePart(golden.frame, stored, COLUMN_NAMES)
  for (const name of COLUMN_NAMES)
    expect([name, part.columns.get(name)]).toStrictEqual([name, partOf(golden).columns.get(name)])
  expect(samePart(part, partOf(golden))).toBe(true)
}

test('what is stored today is what was stored first in this format', async () => {
  const golden = goldenPart(FORMAT)
  const { columns } = await encodePart(partOf(golden))
  const stored = storedOf(golden)
  expect([...columns.keys()]).toEqual([...stored.keys()])
  for (const name of COLUMN_NAMES) {
    const { number } = COLUMNS[name]
    const [now, then] = [columns.get(number), stored.get(number)]
    if (now === undefined || then === undefined) throw new Error(`${name} is not stored`)
    expect([name, plainBytes(now)]).toEqual([name, plainBytes(then)])
  }
})

test('the golden file has every table, form and kind of planes, deflated and not', () => {
  const golden = goldenPart(FORMAT)
  const stored = [...storedOf(golden).values()]
  const all = (numbers: readonly (number | undefined)[]) => [...new Set(numbers)].sort()
  expect(Object.values(golden.frame.rows).filter((rows) => rows === 0)).toEqual([])
  expect(all(stored.map((bytes) => bytes[1]))).toEqual([0, 1, 2, 3, 4])
  expect(all(stored.map((bytes) => bytes[2]))).toEqual([0, 1])
  const numbers = stored.filter((bytes) => bytes[1] === 0 && bytes[2] === 0)
  // Behind the count of rows, whose varint has one byte or two.
  expect(all(numbers.map((bytes) => bytes[(bytes[3] ?? 0) > 127 ? 5 : 4]))).toEqual([0x80, 0x81])
})
