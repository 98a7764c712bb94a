import { classifyClick } from '../../lib/bots/classify-click.ts'
import { readCases } from '../kit/read-cases.ts'

const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0'
const PREVIEW = 'Twitterbot/1.0'

test.each(readCases('clicks.tsv'))('$kind: "$userAgent"', ({ kind, userAgent = '' }) => {
  expect(classifyClick({ method: 'GET', userAgent, purpose: '' })).toBe(kind)
  expect(classifyClick({ method: 'POST', userAgent, purpose: '' })).toBe(kind)
  expect(classifyClick({ method: 'HEAD', userAgent, purpose: '' })).toBe('head')
})

test.each<[string, string]>([
  ['prefetch', 'preview'],
  ['prefetch;prerender', 'preview'],
  ['prefetch;anonymous-client-ip', 'preview'],
  ['Preview', 'preview'],
  ['   prefetch', 'preview'],
  ['', 'person'],
  ['unprefetched', 'person'],
])('a browser that says its purpose is "%s": %s', (purpose, kind) => {
  expect(classifyClick({ method: 'GET', userAgent: BROWSER, purpose })).toBe(kind)
})

test('a name is looked for at the front of it', () => {
  const late = `${BROWSER}${' '.repeat(600)}${PREVIEW}`
  expect(classifyClick({ method: 'GET', userAgent: late, purpose: '' })).toBe('person')
})
