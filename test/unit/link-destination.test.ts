import { faultOfDestination, refuseLoop } from '../../lib/links/destination.ts'

const NOT_VALID = 'destination_url is not a valid URL'
const NO_PASSWORD = 'destination_url must not hold a user name or password'
const long = (length: number) => `https://a.example/${'x'.repeat(length - 18)}`

describe('what a link may lead to', () => {
  test.each([
    'https://shop.example',
    'http://shop.example/',
    'HTTPS://Shop.Example/A?b=c&d=%20#e',
    'https://shop.example:8443/a/../b',
    'http://localhost:3000/x',
    'http://127.0.0.1/',
    'http://[::1]:8080/',
    'https://müller.example/Straße?größe=1',
    'https://例え.テスト/路径',
    'https://a.example/😀',
    'https://a.example/?u=https://user:pw@b.example/',
    long(2048),
  ])('%s', (text) => {
    expect(faultOfDestination(text)).toBeUndefined()
  })

  test.each<[string, string]>([
    ['shop.example', NOT_VALID],
    ['//shop.example/', NOT_VALID],
    ['/path', NOT_VALID],
    ['https://', NOT_VALID],
    ['https:///path', NOT_VALID],
    ['https:shop.example', NOT_VALID],
    ['https:\\\\shop.example', NOT_VALID],
    ['https://?a=b', NOT_VALID],
    ['https://#a', NOT_VALID],
    ['ftp://shop.example/', NOT_VALID],
    ['mailto:a@shop.example', NOT_VALID],
    ['javascript://shop.example/%0aalert(1)', NOT_VALID],
    ['javascript:alert(1)', NOT_VALID],
    ['data:text/html,x', NOT_VALID],
    ['file:///etc/passwd', NOT_VALID],
    ['https://a b.example/', NOT_VALID],
    ['https://shop.example/a b', NOT_VALID],
    ['https://shop.example/a\tb', NOT_VALID],
    ['https://shop.example/\r\nSet-Cookie: a=b', NOT_VALID],
    ['https://shop.example/\u0000', NOT_VALID],
    ['https://shop.example/\ud800', NOT_VALID],
    ['https://shop.example:99999/', NOT_VALID],
    ['https://[::1/', NOT_VALID],
    [`https://${'a'.repeat(300)}.example/`, NOT_VALID],
    ['https://user@shop.example/', NO_PASSWORD],
    ['https://user:secret@shop.example/', NO_PASSWORD],
    ['https://:secret@shop.example/', NO_PASSWORD],
    [long(2049), 'destination_url must be 2048 characters or less'],
    [`https://a.example/${'字'.repeat(2000)}`, 'destination_url is too long once it is percent-encoded'],
  ])('not %s', (text, fault) => {
    expect(faultOfDestination(text)).toBe(fault)
  })
})

describe('pointing back', () => {
  const places = ['https://stats.example/m', 'http://127.0.0.1:3000/m', 'http:///m']
  const root = ['https://l.example', 'http://']

  test.each<[string, readonly string[]]>([
    ['https://stats.example/m/l/abc', places],
    ['http://stats.example/m/l/abc?x=1#y', places],
    ['HTTPS://WWW.Stats.Example/m/l/abc', places],
    ['https://stats.example./m/l/abc', places],
    ['https://stats.example:443/m/l/', places],
    ['https://stats.example/m/l', places],
    ['https://stats.example//m//l//abc', places],
    ['https://stats.example/m/%6c/abc', places],
    ['https://stats.example/x/../m/l/abc', places],
    ['https://stats.example/m/api/redirect?c=abc', places],
    ['https://stats.example/m/api/redirect.php?c=abc', places],
    ['http://127.0.0.1:3000/m/api/redirect.php', places],
    ['https://l.example/l/abc', root],
    ['https://l.example/api/redirect.php?c=abc', root],
  ])('%s is refused', (text, own) => {
    expect(() => refuseLoop(text, own)).toThrow(
      'destination_url points back at this redirector. Give the address where people should arrive.',
    )
  })

  test.each<[string, readonly string[]]>([
    ['https://stats.example/l/abc', places],
    ['https://stats.example/m/log/abc', places],
    ['https://stats.example/m/', places],
    ['https://stats.example/mm/l/abc', places],
    ['https://stats.example/m/api/redirected', places],
    ['https://stats.example:8443/m/l/abc', places],
    ['https://other.example/m/l/abc', places],
    ['http://127.0.0.1:3001/m/l/abc', places],
    ['https://shop.example/%E0%A4%A', places],
    ['https://shop.example/?u=https://stats.example/m/l/abc', places],
    ['https://l.example/shop', root],
  ])('%s is not', (text, own) => {
    expect(() => refuseLoop(text, own)).not.toThrow()
  })
})
