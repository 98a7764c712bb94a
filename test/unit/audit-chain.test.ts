import { createHash } from 'node:crypto'
import type { Hashed } from '../../lib/audits/chain.ts'
import { BEFORE_THE_FIRST, erased, hashOf, isWhole } from '../../lib/audits/chain.ts'

const FIRST: Hashed = {
  project_id: 7,
  sequence: 1,
  at: 1773144000123,
  message: Number.MAX_SAFE_INTEGER,
  action: 'invoice.deleted',
  actor: 'ann',
  target: 'invoice-118',
  tenant: 'acme',
  outcome: 'success',
  external_id: 'x-1',
  context: '{"reason":"double"}',
  salt: '000102030405060708090a0b0c0d0e0f',
  digests: '',
  previous_hash: BEFORE_THE_FIRST,
}
// These two were computed by a few lines of Python, from the description alone.
const FIRST_HASH = 'f3c034edc083e30b6724ae2a90c8fc50c955e121a2d4174b9adf9f6558965723'
const SECOND_HASH = 'c8909038570f8f52881d1f97c9ecc710239cc272a36a7ba0b20dfff5d440bb51'

/** Everything that JSON writers differ in; nothing said but the action; an earlier time than the entry before. */
const SECOND: Hashed = {
  ...FIRST,
  sequence: 2,
  at: 1773143999000,
  message: 1,
  action: 'Grüße "🦊"\\/\t\u2028',
  ...{ actor: '', target: '', tenant: '', outcome: '', external_id: '', context: '' },
  salt: 'f'.repeat(32),
  previous_hash: FIRST_HASH,
}

test('the hash of a first entry, and of one after it', () => {
  expect(hashOf(FIRST)).toBe(FIRST_HASH)
  expect(hashOf(SECOND)).toBe(SECOND_HASH)
})

test('a verifier of ten lines, written from the description, agrees', () => {
  const hex = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')
  const escaped = (text: string) =>
    text.replace(/["\\]/g, '\\$&').replace(/\t/g, '\\t').replace(/\n/g, '\\n').replace(/\r/g, '\\r')
  const verify = (entry: Hashed, previous: string): string => {
    const personal = [entry.actor, entry.target, entry.tenant, entry.external_id, entry.context]
    const digests =
      entry.digests === '' ? personal.map((text) => hex(`${entry.salt}\n${text}`)) : entry.digests.split(',')
    const numbers = `1,${entry.project_id},${entry.sequence},"${previous}",${entry.at},${entry.message}`
    const texts = [entry.action, entry.outcome, ...digests].map((text) => `"${escaped(text)}"`)
    return hex(`[${numbers},${texts.join(',')}]`)
  }
  expect(verify(SECOND, verify(FIRST, '0'.repeat(64)))).toBe(SECOND_HASH)
  expect(verify(SECOND, verify(erased(FIRST), '0'.repeat(64)))).toBe(SECOND_HASH)
  const multiline = { ...FIRST, action: 'a\nb\rc', actor: 'two\nlines' }
  expect(verify(multiline, BEFORE_THE_FIRST)).toBe(hashOf(multiline))
})

test.each(Object.keys(FIRST).filter((name) => name !== 'digests') as (keyof Hashed)[])(
  'another %s is another hash',
  (name) => {
    const value = FIRST[name]
    const other = typeof value === 'number' ? value - 1 : `${value}1`
    expect(hashOf({ ...FIRST, [name]: other })).not.toBe(FIRST_HASH)
  },
)

test('text that moves from one field to the next is another hash', () => {
  expect(hashOf({ ...FIRST, actor: FIRST.target, target: FIRST.actor })).not.toBe(FIRST_HASH)
  expect(hashOf({ ...FIRST, action: 'invoice', outcome: '.deletedsuccess' })).not.toBe(FIRST_HASH)
})

describe('an entry whose personal values are erased', () => {
  test('keeps its hash and nothing that the values could be guessed by', () => {
    const gone = erased(FIRST)
    expect(hashOf(gone)).toBe(FIRST_HASH)
    expect(gone).toMatchObject({ actor: '', target: '', tenant: '', external_id: '', context: '', salt: '' })
    expect(gone.digests.split(',').map((digest) => digest.length)).toEqual([64, 64, 64, 64, 64])
    expect(gone.digests).not.toContain(createHash('sha256').update('ann').digest('hex'))
    expect(erased(gone)).toEqual(gone)
  })

  test('is whole with its values or with their digests, and not with some of both', () => {
    expect(isWhole(FIRST)).toBe(true)
    expect(isWhole(erased(FIRST))).toBe(true)
    expect(isWhole({ ...erased(FIRST), actor: 'bob' })).toBe(false)
    expect(isWhole({ ...erased(FIRST), salt: FIRST.salt })).toBe(false)
    expect(isWhole({ ...FIRST, salt: '' })).toBe(false)
    // The same text is hashed, and another one is shown.
    const shifted = { ...FIRST, salt: `${FIRST.salt}\nann` }
    expect(isWhole(shifted)).toBe(false)
  })
})
