import { classifyRequest } from '../../lib/bots/classify-request.ts'
import { readCases } from '../kit/read-cases.ts'

const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0'

describe('classifyRequest', () => {
  test.each(readCases('bots.tsv'))('"$verdict" for $userAgent', ({ verdict, userAgent = '' }) => {
    const request = { userAgent, accept: '*/*', acceptLanguage: 'en' }
    expect(classifyRequest(request) ?? '').toBe(verdict)
    expect(classifyRequest(request) ?? '').toBe(verdict)
  })

  test('takes a missing user agent for a bot', () => {
    expect(classifyRequest({ userAgent: '', accept: '*/*', acceptLanguage: 'en' })).toBe('bot')
    expect(classifyRequest({ userAgent: ' ', accept: '*/*', acceptLanguage: 'en' })).toBe('bot')
  })

  test('names the header that every browser sends', () => {
    expect(classifyRequest({ userAgent: BROWSER, accept: '', acceptLanguage: 'en' })).toBe('no-accept')
    expect(classifyRequest({ userAgent: BROWSER, accept: '*/*', acceptLanguage: '' })).toBe('no-accept-language')
    expect(classifyRequest({ userAgent: BROWSER, accept: '*/*', acceptLanguage: 'de-AT' })).toBeUndefined()
  })
})
