import { ipKeyGenerator } from 'express-rate-limit'
import fc from 'fast-check'
import { clientKey } from '../../lib/rate-limit/client-key.ts'

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['::FFFF:c000:0207', '192.0.2.7'],
  ['0:0:0:0:0:ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:db8:0:0:1::', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['::', '0:0:0:0::/64'],
  ['64:ff9b::192.0.2.7', '64:ff9b:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['', 'unknown'],
  ['999.1.1.1', 'unknown'],
  ['192.0.2.7:443', 'unknown'],
  ['[::1]', 'unknown'],
  ['../../etc', 'unknown'],
])('%s is %s', (ip, key) => expect(clientKey(ip)).toBe(key))

test('takes the same addresses together as express-rate-limit does', () => {
  const neighbours = fc
    .tuple(fc.ipV6(), fc.ipV6())
    .chain(([a, b]) => fc.constantFrom<[string, string]>([a, b], [a, `${a.slice(0, -1)}f`], [a, a]))
  fc.assert(
    fc.property(neighbours, ([a, b]) => {
      // `::1.2.3.4`, long deprecated, is read as IPv4 there and as IPv6 here.
      fc.pre(!/^[0:]*:\d+\.\d+\.\d+\.\d+$/.test(a) && !/^[0:]*:\d+\.\d+\.\d+\.\d+$/.test(b))
      const together = ipKeyGenerator(a, 64) === ipKeyGenerator(b, 64)
      expect(clientKey(a) === clientKey(b)).toBe(together)
    }),
  )
})

test('never throws', () => {
  fc.assert(fc.property(fc.string(), (text) => expect(clientKey(text)).toEqual(expect.any(String))))
})
