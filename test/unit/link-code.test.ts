import { isCode, randomCode } from '../../lib/links/code.ts'

test('random codes have 8 of 62 characters, and none comes twice', () => {
  const codes = Array.from({ length: 5000 }, randomCode)
  expect(codes.filter((code) => !/^[A-Za-z0-9]{8}$/.test(code))).toEqual([])
  expect(new Set(codes).size).toBe(codes.length)
  // Each character is expected 645 times; ten standard deviations either way.
  const counted = new Map<string, number>()
  for (const character of codes.join('')) counted.set(character, (counted.get(character) ?? 0) + 1)
  expect(counted.size).toBe(62)
  expect([...counted].filter(([, times]) => times < 390 || times > 900)).toEqual([])
})

test.each<[string, boolean]>([
  ['a', true],
  ['Spring-mail_2026', true],
  ['__proto__', true],
  ['-', true],
  ['x'.repeat(64), true],
  ['x'.repeat(65), false],
  ['', false],
  ['a b', false],
  ['a ', false],
  ['a\n', false],
  ['a/b', false],
  ['a.b', false],
  ['ä', false],
  ['a\u0000', false],
])('%j may be a code: %s', (text, isOne) => {
  expect(isCode(text)).toBe(isOne)
})
