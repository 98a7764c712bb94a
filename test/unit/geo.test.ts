import { mkdtempSync, rmSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { MINUTE } from '../../lib/core/clock.ts'
import { silentLog } from '../../lib/core/log.ts'
import { countryOfTimeZone } from '../../lib/geo/country-of-time-zone.ts'
import { openGeo } from '../../lib/geo/open-geo.ts'
import type { MmdbContent } from '../kit/mmdb.ts'
import { writeMmdb } from '../kit/mmdb.ts'

const CITY: MmdbContent = {
  type: 'GeoLite2-City',
  builtAt: new Date('2026-10-27T00:00:00Z'),
  records: [
    {
      network: '81.2.69.0/24',
      data: {
        country: { iso_code: 'GB', names: { de: 'Vereinigtes Königreich', en: 'United Kingdom' } },
        subdivisions: [{ iso_code: 'ENG', names: { en: 'England' } }, { names: { en: 'Greater London' } }],
        city: { geoname_id: 2643743, names: { de: 'London', en: 'London' } },
        location: { latitude: 51.5, longitude: -0.09, accuracy_radius: 10 },
      },
    },
    { network: '2001:db8:1::/48', data: { country: { iso_code: 'SE', is_in_european_union: true } } },
    { network: '89.160.20.0/24', data: { registered_country: { iso_code: 'SE' } } },
    { network: '175.16.199.0/24', data: { country: { iso_code: 'CN' }, city: { names: { zh: '长春' } } } },
  ],
}

const FLAT: MmdbContent = {
  type: 'DBIP-Country-Lite (compat=Country)',
  ipVersion: 4,
  records: [
    { network: '81.2.69.0/24', data: { country_code: 'GB' } },
    { network: '89.160.20.112/28', data: { country_code: 'se', state1: 'Östergötland', city: 'Linköping' } },
    { network: '216.160.83.0/24', data: { country: 'US', region: 'Washington', city: 'Milton' } },
    { network: '203.0.113.0/24', data: 'no map' },
    { network: '198.51.100.0/24', data: { country_code: 'EUR', city: 'Nowhere' } },
  ],
}

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'geo-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Opens a database of this content; the clock stands still until it is moved. */
async function opened(content: MmdbContent | Buffer | undefined) {
  const file = join(folder, 'places.mmdb')
  const clock = { at: 1_000_000, now: () => clock.at }
  const replace = (next: MmdbContent | Buffer) => {
    writeFileSync(file, Buffer.isBuffer(next) ? next : writeMmdb(next))
    // A time stamp of its own, whatever the file system's precision.
    const stamp = (clock.at += 2 * MINUTE) / 1000
    utimesSync(file, stamp, stamp)
  }
  if (content) replace(content)
  const geo = await openGeo(file, { log: silentLog, clock })
  return { geo, file, clock, replace }
}

describe('lookup', () => {
  test.each([
    ['81.2.69.142', { country: 'GB', region: 'England', city: 'London' }],
    ['::ffff:81.2.69.142', { country: 'GB', region: 'England', city: 'London' }],
    ['2001:db8:1:2::3', { country: 'SE', region: '', city: '' }],
    ['175.16.199.1', { country: 'CN', region: '', city: '' }],
    ['89.160.20.1', undefined],
    ['81.2.70.1', undefined],
    ['2001:db8:2::', undefined],
    ['fe80::1%eth0', undefined],
    ['', undefined],
    ['81.2.69', undefined],
    ['81.2.69.142:80', undefined],
    ['localhost', undefined],
  ])('%s in a nested database', async (ip, place) => {
    const { geo } = await opened(CITY)
    expect(geo.lookup(ip)).toEqual(place)
  })

  test.each([
    ['81.2.69.142', { country: 'GB', region: '', city: '' }],
    ['89.160.20.115', { country: 'SE', region: 'Östergötland', city: 'Linköping' }],
    ['216.160.83.57', { country: 'US', region: 'Washington', city: 'Milton' }],
    ['203.0.113.1', undefined],
    ['198.51.100.1', undefined],
    ['::5102:458e', undefined],
  ])('%s in a flat IPv4 database', async (ip, place) => {
    const { geo } = await opened(FLAT)
    expect(geo.lookup(ip)).toEqual(place)
  })

  test('takes any text', async () => {
    const { geo } = await opened(CITY)
    fc.assert(fc.property(fc.oneof(fc.string(), fc.ipV4(), fc.ipV6()), (ip) => void geo.lookup(ip)))
  })

  test('survives a database whose inside is damaged', async () => {
    const whole = writeMmdb(CITY)
    await fc.assert(
      fc.asyncProperty(
        fc.nat(whole.length - 200),
        fc.uint8Array({ minLength: 1, maxLength: 50 }),
        async (at, noise) => {
          const damaged = Buffer.from(whole)
          damaged.set(noise, at)
          const { geo } = await opened(damaged)
          geo.lookup('81.2.69.142')
          geo.lookup('2001:db8:1::1')
        },
      ),
    )
  })
})

describe('status', () => {
  test('names the database and its date', async () => {
    const { geo } = await opened(CITY)
    expect(geo.status).toEqual({
      state: 'ok',
      message: 'GeoLite2-City, built 2026-10-27',
      type: 'GeoLite2-City',
      buildDate: CITY.builtAt,
    })
  })

  test('says that there is no file, or none set up', async () => {
    const { geo, file } = await opened(undefined)
    expect(geo.status).toEqual({ state: 'missing', message: `There is no place database at ${file}.` })
    expect(geo.lookup('81.2.69.142')).toBeUndefined()
    const none = await openGeo('', { log: silentLog, clock: { now: () => 0 } })
    expect(none.status.state).toBe('missing')
  })

  test.each([
    ['an empty file', Buffer.alloc(0)],
    ['a web page', Buffer.from('<!doctype html><title>Not found</title>'.repeat(100))],
    ['half a database', writeMmdb(CITY).subarray(0, 300)],
    ['the end of a database', writeMmdb(CITY).subarray(-60)],
    ['a gzipped file', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0])],
  ])('says that %s is broken', async (_, bytes) => {
    const { geo } = await opened(bytes)
    expect(geo.status.state).toBe('broken')
    expect(geo.status.message).toMatch(/cannot be read: It is not a database in MaxMind's format/)
    expect(geo.lookup('81.2.69.142')).toBeUndefined()
  })

  test('says so when the path is a folder', async () => {
    const geo = await openGeo(folder, { log: silentLog, clock: { now: () => 0 } })
    expect(geo.status.state).toBe('broken')
    expect(geo.status.message).toMatch(/EISDIR/)
  })
})

describe('a file that changes', () => {
  test('is taken after a lookup, once a minute has passed', async () => {
    const { geo, clock, replace } = await opened(CITY)
    replace(FLAT)
    clock.at += MINUTE
    expect(geo.lookup('216.160.83.57')).toBeUndefined()
    await geo.refresh()
    expect(geo.lookup('216.160.83.57')?.country).toBe('US')
    expect(geo.status.type).toBe(FLAT.type)
  })

  test('is taken when it appears, and let go when it is deleted', async () => {
    const { geo, file, replace } = await opened(undefined)
    replace(CITY)
    await geo.refresh()
    expect(geo.lookup('81.2.69.142')?.city).toBe('London')
    unlinkSync(file)
    await geo.refresh()
    expect(geo.status.state).toBe('missing')
    expect(geo.lookup('81.2.69.142')).toBeUndefined()
  })

  test('leaves the old one in use while it is damaged, as during an upload', async () => {
    const { geo, replace } = await opened(CITY)
    replace(writeMmdb(FLAT).subarray(0, 100))
    await geo.refresh()
    expect(geo.status.state).toBe('broken')
    expect(geo.lookup('81.2.69.142')?.city).toBe('London')
    replace(FLAT)
    await geo.refresh()
    expect(geo.status.state).toBe('ok')
    expect(geo.lookup('216.160.83.57')?.city).toBe('Milton')
  })

  test('is left alone after close', async () => {
    const { geo, clock, replace } = await opened(CITY)
    geo.close()
    replace(FLAT)
    clock.at += MINUTE
    expect(geo.lookup('81.2.69.142')).toBeUndefined()
    await geo.refresh()
    expect(geo.lookup('81.2.69.142')).toBeUndefined()
  })
})

describe('countryOfTimeZone', () => {
  test.each([
    ['Europe/Berlin', 'DE'],
    ['Asia/Calcutta', 'IN'],
    ['Europe/Kyiv', 'UA'],
    ['America/Argentina/Buenos_Aires', 'AR'],
    ['UTC', ''],
    ['Etc/GMT+1', ''],
    ['Mars/Base', ''],
    ['', ''],
    ['constructor', ''],
    ['__proto__', ''],
  ])('%s is "%s"', (zone, country) => {
    expect(countryOfTimeZone(zone)).toBe(country)
  })
})
