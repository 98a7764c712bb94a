import fc from 'fast-check'
import { toBase64url } from '../../snippet/to-base64url.ts'
import { toJson } from '../../snippet/to-json.ts'
import { anyText } from '../kit/arbitrary-text.ts'

describe('what a message looks like on the wire', () => {
  test('base64url gives back any well-formed text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const encoded = toBase64url(text)
        expect(encoded).toMatch(/^[\w-]*$/)
        expect(Buffer.from(encoded, 'base64url').toString()).toBe(text)
      }),
    )
  })

  test('JSON is well-formed and cut, whatever the texts are', () => {
    fc.assert(
      fc.property(anyText({ maxLength: 3000 }), (text) => {
        const { message } = JSON.parse(toJson({ message: text })) as { message: string }
        expect(message.isWellFormed()).toBe(true)
        expect(message.length).toBeLessThanOrEqual(2048)
      }),
    )
  })

  const TEXTS: [text: string, sent: string][] = [
    ['caf\u00e9 \ud83d\ude00 \u4e2d\u6587', 'caf\u00e9 \ud83d\ude00 \u4e2d\u6587'],
    ['a\ud800b\udc00c', 'abc'],
    ['nul\u0000 escape\u001b[31m', 'nul escape[31m'],
    ['tab\tline\r\nend', 'tab\tline\r\nend'],
    ['a'.repeat(2047) + '\ud83d\ude00', 'a'.repeat(2047)],
  ]
  test.each(TEXTS)('%j is sent as %j', (text, sent) => {
    expect(JSON.parse(toJson({ text }))).toEqual({ text: sent })
  })

  test('a stack may be longer', () => {
    expect(JSON.parse(toJson({ stack: 'x'.repeat(9000) }))).toEqual({ stack: 'x'.repeat(8000) })
  })
})
