import fc from 'fast-check'
import { AppError } from '../../lib/core/errors.ts'
import { cleanDomains, isAllowedHost, shownDomains } from '../../lib/projects/domains.ts'
import { anyText, anyUrl } from '../kit/arbitrary-text.ts'

describe('what people enter as domains', () => {
  test.each<[string, string[], string[]]>([
    ['plain', ['example.com'], ['example.com']],
    ['case and space', ['  Example.COM '], ['example.com']],
    ['scheme and slash', ['https://example.com/'], ['example.com']],
    ['no scheme but slashes', ['//example.com'], ['example.com']],
    ['path, port, query', ['http://example.com:8080/shop?a=1#b'], ['example.com']],
    ['www', ['www.example.com'], ['example.com']],
    ['www of a name that is all there is', ['www.com'], ['www.com']],
    ['wildcard', ['*.example.com'], ['example.com']],
    ['trailing dot', ['example.com.'], ['example.com']],
    ['international', ['https://Bücher.example'], ['xn--bcher-kva.example']],
    ['localhost with a port', ['localhost:3000'], ['localhost']],
    ['one slash too few', ['https:/example.com'], ['example.com']],
    ['IPv4', ['127.0.0.1:80'], ['127.0.0.1']],
    ['IPv6 in brackets', ['http://[::1]:3000/'], ['[::1]']],
    ['IPv6 bare', ['2001:DB8::1'], ['[2001:db8::1]']],
    ['user and password', ['https://me:secret@example.com'], ['example.com']],
    ['the same twice', ['example.com', 'https://www.example.com'], ['example.com']],
    ['empties', ['', '  ', 'https://', 'a.com'], ['a.com']],
    ['any host', ['*'], []],
    ['any host among others', ['a.com', '*'], []],
  ])('%s', (_what, given, cleaned) => {
    expect(cleanDomains(given)).toEqual(cleaned)
  })

  const refused = (given: unknown[]) => {
    try {
      return cleanDomains(given)
    } catch (fault) {
      return fault instanceof AppError ? `${fault.code}: ${fault.message}` : fault
    }
  }

  const long = `${'a'.repeat(60)}.`.repeat(4)
  test.each<[unknown[], string]>([
    [[''], 'No valid domains provided'],
    [['///', 'https://'], 'No valid domains provided'],
    [[12, null, {}], 'No valid domains provided'],
    [['not a domain'], 'No valid domains provided'],
    [['a.com', 'b c.com'], "Domain 'b c.com' is not a host name"],
    [[`${long}long-name.com`], `Domain '${long}long-name.com' is too long`],
    [Array.from({ length: 21 }, (_, n) => `site${n}.com`), 'Maximum 20 allowed domains per project'],
  ])('%j is refused', (given, message) => {
    expect(refused(given)).toBe(`invalid_input: ${message}`)
  })

  test('253 characters and 20 domains pass', () => {
    const longest = `${'a'.repeat(249)}.com`
    expect(cleanDomains([longest])).toEqual([longest])
    expect(cleanDomains(Array.from({ length: 20 }, (_, n) => `site${n}.com`))).toHaveLength(20)
  })

  test('hostile text is refused or cleaned to something that stays as it is', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(anyText(), anyUrl(), fc.domain()), { maxLength: 5 }), (given) => {
        const cleaned = refused(given)
        if (Array.isArray(cleaned) && cleaned.length > 0) expect(cleanDomains(cleaned)).toEqual(cleaned)
        else
          expect(cleaned).toEqual(
            given.some((entry) => entry.trim() === '*') ? [] : expect.stringMatching(/^invalid_input: /),
          )
      }),
    )
  })

  test('an open project shows the star that made it so', () => {
    expect(shownDomains([])).toEqual(['*'])
    expect(shownDomains(['a.com'])).toEqual(['a.com'])
  })
})

describe('the domain lock', () => {
  const domains = ['example.com', 'localhost', '[::1]']
  test.each<[origin: string | undefined, referer: string | undefined, boolean]>([
    [undefined, undefined, true],
    ['', '', true],
    ['https://example.com', undefined, true],
    ['http://example.com:8080', undefined, true],
    ['https://www.example.com', undefined, true],
    ['https://WWW.Example.Com', undefined, true],
    ['https://shop.example.com', undefined, true],
    ['https://example.com.', undefined, true],
    ['capacitor://localhost', undefined, true],
    ['http://[::1]:3000', undefined, true],
    [undefined, 'https://example.com/page?x=1', true],
    ['', 'https://example.com/', true],
    ['https://evil.com', 'https://example.com/', false],
    ['https://evilexample.com', undefined, false],
    ['https://example.com.evil.com', undefined, false],
    ['https://example.com@evil.com', undefined, false],
    ['https://evil.com/#example.com', undefined, false],
    [undefined, 'https://evil.com/example.com', false],
    ['null', undefined, false],
    ['null', 'https://example.com/', false],
    ['example.com', undefined, false],
    ['file://', undefined, false],
    ['https://', undefined, false],
    ['https://exa mple.com', undefined, false],
  ])('origin %s, referer %s: %s', (origin, referer, allowed) => {
    expect(isAllowedHost(origin, referer, domains)).toBe(allowed)
  })

  test('no domains: every host, a page from a file too', () => {
    for (const origin of ['https://any.example', 'null', 'file://', '%%']) {
      expect(isAllowedHost(origin, undefined, [])).toBe(true)
    }
  })

  test('never throws, and lets in only the domain and what lies below it', () => {
    const anything = fc.oneof(anyText(), anyUrl(), fc.constantFrom('null', 'http://', '://', 'http://[', '\0'))
    fc.assert(
      fc.property(
        fc.option(anything, { nil: undefined }),
        fc.option(anything, { nil: undefined }),
        (origin, referer) => {
          const page = origin === undefined || origin === '' ? referer : origin
          if (!isAllowedHost(origin, referer, ['example.com']) || page === undefined || page === '') return
          expect(new URL(page).hostname).toMatch(/^(.+\.)?example\.com\.?$/i)
        },
      ),
    )
    fc.assert(
      fc.property(fc.domain(), fc.integer({ min: 1, max: 65535 }), (domain, port) => {
        expect(isAllowedHost(`https://sub.${domain}:${port}`, undefined, cleanDomains([domain]))).toBe(true)
        expect(isAllowedHost(`https://sub.${domain}:${port}`, undefined, ['other.invalid'])).toBe(false)
      }),
    )
  })
})
