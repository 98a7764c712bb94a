import type { Headers } from './app.ts'
import { writeMmdb } from './mmdb.ts'

const names = (en: string) => ({ names: { en } })
/** A place database that knows two of the browsers below. */
export const places = writeMmdb({
  type: 'Test-City',
  records: [
    {
      network: '203.0.113.0/24',
      data: { country: { iso_code: 'AT' }, subdivisions: [names('Vienna')], city: names('Vienna') },
    },
    {
      network: '2001:db8:49::/48',
      data: { country: { iso_code: 'DE' }, subdivisions: [names('Land Berlin')], city: names('Berlin') },
    },
  ],
})

/** Firefox on Linux. */
export const VIENNA: Headers = { 'X-Forwarded-For': '10.1.1.1, 203.0.113.7' }
/** Safari on an iPhone. */
export const BERLIN: Headers = {
  'X-Forwarded-For': '2001:db8:49::1',
  'User-Agent':
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
  'Accept-Language': 'de-DE',
}
/** Brave on Windows, which hides behind Chrome; at an address that the database does not know. */
export const INDIA: Headers = {
  'X-Forwarded-For': '192.0.2.99',
  'User-Agent':
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  'Sec-CH-UA': '"Chromium";v="142", "Brave";v="142", "Not_A Brand";v="99"',
  'Sec-CH-UA-Mobile': '?0',
  'Sec-CH-UA-Platform': '"Windows"',
  'Accept-Language': 'en-IN',
}
export const CRAWLER = { 'User-Agent': 'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)' }
