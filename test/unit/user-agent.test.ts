import fc from 'fast-check'
import { makeAgentParser } from '../../lib/user-agent/parse-agent.ts'
import { readCases } from '../kit/read-cases.ts'
import { anyText } from '../kit/arbitrary-text.ts'

describe('parseAgent', () => {
  const parse = makeAgentParser()

  test.each(readCases('user-agents.tsv'))('$device, $os $osVersion, $browser $browserVersion: $userAgent', (row) => {
    const { userAgent = '', chUa = '', chUaMobile = '', chUaPlatform = '', ...agent } = row
    expect(parse({ userAgent, chUa, chUaMobile, chUaPlatform })).toEqual(agent)
  })

  test('answers from memory with the same object', () => {
    const hints = { userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0' }
    expect(parse(hints)).toBe(parse({ ...hints }))
  })

  test('looks at the first 512 characters only', () => {
    const base = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) '.padEnd(512, 'x')
    expect(parse({ userAgent: `${base} Chrome/130.0.0.0` }).browser).not.toBe('Chrome')
  })

  test('takes any text', () => {
    const text = fc.oneof(anyText({ maxLength: 700 }), fc.constantFrom('__proto__', 'constructor'))
    fc.assert(
      fc.property(text, text, text, text, (userAgent, chUa, chUaMobile, chUaPlatform) => {
        const agent = parse({ userAgent, chUa, chUaMobile, chUaPlatform })
        for (const part of Object.values(agent)) expect(typeof part).toBe('string')
        expect(agent.browserVersion).toMatch(/^\d*$/)
      }),
    )
  })
})
