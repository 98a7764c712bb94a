import fc from 'fast-check'
import { parseWebUrl, readPageUrl } from '../../lib/core/page-url.ts'
import { readCases } from '../kit/read-cases.ts'
import { anyText } from '../kit/arbitrary-text.ts'

const NO_CAMPAIGN = { source: '', medium: '', campaign: '', content: '', term: '', clickId: '' }
const campaignOf = (query: string) => readPageUrl(`https://example.com/${query}`)?.campaign

describe('the page of readPageUrl', () => {
  test.each(readCases('page-urls.tsv'))('"$raw" is "$url"', ({ raw = '', url, path }) => {
    const page = readPageUrl(raw)?.page
    expect(page?.url ?? '').toBe(url)
    expect(page?.path ?? '').toBe(path)
  })

  test('cuts a long address at 2,048 characters, between escapes and between encoded characters', () => {
    for (let shift = 0; shift < 9; shift++) {
      const page = readPageUrl(`https://example.com/${'x'.repeat(shift)}${'ü€'.repeat(500)}`)?.page
      expect(page?.url.length).toBeGreaterThan(2048 - 9)
      expect(page?.url.length).toBeLessThanOrEqual(2048)
      expect(decodeURIComponent(page?.path ?? '%')).toMatch(/^\/x*[ü€]+$/)
    }
  })

  test('refuses a host longer than any name can be', () => {
    expect(readPageUrl(`https://${'a.'.repeat(200)}com/`)).toBeUndefined()
  })
})

describe('the campaign of readPageUrl', () => {
  test.each([
    ['', NO_CAMPAIGN],
    [
      '?utm_source=a&utm_medium=b&utm_campaign=c&utm_content=d&utm_term=e',
      { source: 'a', medium: 'b', campaign: 'c', content: 'd', term: 'e' },
    ],
    ['?utm_source=spring+sale%21%20%C3%BC', { source: 'spring sale! ü' }],
    ['?utm_source=first&utm_source=second', { source: 'first' }],
    ['?utm_source=&utm_source=second', { source: 'second' }],
    ['?utm_source[]=a&utm_medium%5B0%5D=b', { source: 'a', medium: 'b' }],
    ['?UTM_SOURCE=Case', { source: 'Case' }],
    ['?utm_source=%E4%zz', { source: '%E4%zz' }],
    ['?utm_source=a%00b%0Ac', { source: 'ab\nc' }],
    ['?utm_source==&utm_medium=a=b', { source: '=', medium: 'a=b' }],
    ['?gclid=CjwK&fbclid=IwAR', { clickId: 'gclid' }],
    ['?gclid=&msclkid=1', { clickId: 'msclkid' }],
    ['?li_fat_id=1', { clickId: 'li_fat_id' }],
    ['?igshid=1', NO_CAMPAIGN],
    ['#/shop?utm_source=x', { source: 'x' }],
    ['?utm_source=outer#/shop?utm_source=inner', { source: 'outer' }],
    ['#utm_source=x', NO_CAMPAIGN],
  ])('%s', (query, expected) => {
    expect(campaignOf(query)).toEqual({ ...NO_CAMPAIGN, ...expected })
  })

  test('cuts each value at 255 characters, between characters', () => {
    expect(campaignOf(`?utm_term=${encodeURIComponent('🐟'.repeat(300))}`)?.term).toBe('🐟'.repeat(255))
  })
})

describe('readPageUrl on anything', () => {
  const piece = fc.constantFrom(
    '?',
    '&',
    '=',
    '#/',
    '#!',
    '%',
    '%C3',
    '/../',
    'utm_source',
    'gclid',
    '[',
    '@',
    ':',
    '__proto__',
  )
  const address = fc
    .array(fc.oneof(piece, anyText({ maxLength: 5 })), { maxLength: 30 })
    .map((pieces) => `https://example.com/${pieces.join('')}`)

  test('never throws', () => {
    fc.assert(fc.property(anyText(), (raw) => void readPageUrl(raw)))
  })

  test('gives ASCII in bounds, the whole from its parts, and the same page when read again', () => {
    fc.assert(
      fc.property(address, (raw) => {
        const read = readPageUrl(raw)
        if (!read) return
        const { url, host, path } = read.page
        expect(url).toMatch(/^[\x21-\x7e]{1,2048}$/)
        expect(url).toBe(`https://${host}${path}`)
        expect(path.startsWith('/')).toBe(true)
        expect(readPageUrl(url)?.page).toEqual(read.page)
        expect(readPageUrl(url)?.campaign).toEqual(NO_CAMPAIGN)
        for (const tag of Object.values<string>({ ...read.campaign })) {
          expect(Array.from(tag).length).toBeLessThanOrEqual(255)
        }
      }),
      { numRuns: 1000 },
    )
  })
})

test('an address with an umlaut stays one, however often it is asked for', () => {
  const texts = ['https://müller.example/Straße?größe=1', 'https://shop.example/a', 'no address']
  for (let round = 0; round < 20_000; round++) {
    expect(texts.map((text) => parseWebUrl(text)?.host)).toEqual(['xn--mller-kva.example', 'shop.example', undefined])
  }
})
