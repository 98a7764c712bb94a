import fc from 'fast-check'
import type { Source } from '../../lib/core/enriched.ts'
import { readPageUrl } from '../../lib/core/page-url.ts'
import { classifySource } from '../../lib/referrer/classify-source.ts'
import { CLICK_ID_OWNERS, KNOWN_SOURCES } from '../../lib/referrer/known-sources.data.ts'
import { findSourceByHost, findSourceByWord } from '../../lib/referrer/find-source.ts'
import { readCases } from '../kit/read-cases.ts'
import { anyText, anyUrl } from '../kit/arbitrary-text.ts'

function sourceOf(referrer: string, query = '', ownDomains = ['shop.example', 'shop-news.example']): Source {
  const read = readPageUrl(`https://www.shop.example/?${query}`)
  if (!read) throw new Error('the page of the test is none')
  return classifySource({ referrer, ownDomains, ...read })
}

describe('classifySource', () => {
  test.each(readCases('referrers.tsv'))('"$referrer" with "$query" is $channel $name', (row) => {
    const { referrer = '', query = '', ...source } = row
    expect(sourceOf(referrer, query)).toEqual(source)
  })

  test('cuts the URL at 512 characters and the query away', () => {
    const { url } = sourceOf(`https://blog.test/${'%C3%BC'.repeat(200)}?secret=1`)
    expect(url.length).toBeLessThanOrEqual(512)
    expect(decodeURIComponent(url)).toMatch(/^blog\.test\/ü+$/)
  })

  test('knows the own site on another port, as in development', () => {
    const read = readPageUrl('http://localhost:3000/')
    if (!read) throw new Error('the page of the test is none')
    const facts = { referrer: 'http://localhost:5173/a', ownDomains: [], ...read }
    expect(classifySource(facts).channel).toBe('internal')
  })

  test('takes any text', () => {
    const text = fc.oneof(anyText(), fc.constantFrom('__proto__', 'constructor', '.', '..', 'a.', '.a'))
    const referrer = fc.oneof(
      text,
      anyUrl({ query: true }),
      text.map((part) => `https://${part}`),
    )
    fc.assert(
      fc.property(referrer, text, fc.array(text, { maxLength: 3 }), (from, word, domains) => {
        const source = sourceOf(from, `utm_source=${encodeURIComponent(word.toWellFormed())}`, domains)
        expect(source.url).toMatch(/^[\x21-\x7e]{0,512}$/)
        expect(Array.from(source.name).length).toBeLessThanOrEqual(255)
      }),
    )
  })
})

describe('the table of known sources', () => {
  const rows = KNOWN_SOURCES.flatMap(([channel, group]) => group.map((row) => ({ channel, row })))

  test('has each name, host and word once', () => {
    const names = rows.map(({ row: [name] }) => name.toLowerCase())
    const hosts = rows.flatMap(({ row: [, list] }) => list.split(' ').filter(Boolean))
    const words = rows.flatMap(({ row: [, , list = ''] }) => list.split(' ').filter(Boolean))
    expect(hosts.length).toBeGreaterThan(200)
    for (const list of [names, hosts, [...names, ...words]]) expect(new Set(list).size).toBe(list.length)
  })

  test('is found by every host and name in it', () => {
    for (const { channel, row } of rows) {
      const [name, hosts] = row
      expect(findSourceByWord(name)).toEqual({ name, channel })
      for (const host of hosts.split(' ').filter(Boolean)) {
        expect(findSourceByHost(host.replace(/\.\*$/, '.co.uk'))).toEqual({ name, channel })
      }
    }
  })

  test('knows every owner of click ids', () => {
    for (const { name } of CLICK_ID_OWNERS.values()) expect(findSourceByWord(name)?.name).toBe(name)
  })
})
