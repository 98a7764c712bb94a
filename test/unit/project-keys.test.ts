import { authenticate, authenticateAdmin } from '../../lib/auth/authenticate.ts'
import { AppError } from '../../lib/core/errors.ts'
import type { KeyKind, Project } from '../../lib/projects/project.ts'
import { baseUrl, trackingTag } from '../../lib/projects/tag.ts'

const PUBLIC = 'a'.repeat(32)
const SECRET = 'b'.repeat(64)

const project: Project = {
  id: 1,
  name: 'Site',
  publicKey: PUBLIC,
  secretHash: '',
  domains: ['example.com'],
  identity: 'daily',
  timeZone: 'UTC',
  isActive: true,
  honoursOptOut: true,
  browserAudits: false,
  keepDays: 0,
  detailDays: 0,
  ignoredAddresses: [],
  ignoredPaths: [],
  ignoredHosts: [],
  ignoredCountries: [],
  createdAt: 0,
  updatedAt: 0,
}
const ring = (known = true) => ({
  known,
  byPublicKey: (key: string) => (key.toLowerCase() === PUBLIC ? project : undefined),
  bySecretKey: (key: string) => (key.toLowerCase() === SECRET ? project : undefined),
})

const outcome = (act: () => unknown): unknown => {
  try {
    return act()
  } catch (fault) {
    return fault instanceof AppError ? `${fault.status} ${fault.message}` : fault
  }
}

describe('who may call', () => {
  const evil = 'https://evil.com'
  test.each<[kinds: KeyKind[], key: string | undefined, origin: string | undefined, string]>([
    [['public'], undefined, undefined, '401 API key is required'],
    [['public'], '', undefined, '401 API key is required'],
    [['public'], PUBLIC, undefined, 'public'],
    [['public'], PUBLIC.toUpperCase(), undefined, 'public'],
    [['public'], PUBLIC, 'https://example.com', 'public'],
    [['public'], PUBLIC, evil, '403 Domain not allowed for this key'],
    [['public'], PUBLIC, 'null', '403 Domain not allowed for this key'],
    [['public'], SECRET, undefined, '401 Invalid API key'],
    [['public'], 'c'.repeat(32), undefined, '401 Invalid API key'],
    [['public'], `${PUBLIC} `, undefined, '401 Invalid API key'],
    [['secret'], undefined, undefined, '401 API key is required'],
    [['secret'], PUBLIC, undefined, '401 Invalid API key'],
    [['secret'], SECRET, evil, 'secret'],
    [['secret'], SECRET.toUpperCase(), undefined, 'secret'],
    [['secret', 'public'], undefined, undefined, '401 Invalid API key'],
    [['secret', 'public'], SECRET, evil, 'secret'],
    [['secret', 'public'], PUBLIC, 'https://www.example.com', 'public'],
    [['secret', 'public'], PUBLIC, evil, '401 Invalid API key'],
    [['secret', 'public'], 'nonsense\u0000', undefined, '401 Invalid API key'],
  ])('%j with %s from %s: %s', (kinds, key, origin, expected) => {
    const caller = () => authenticate({ key, origin, referer: undefined }, ring(), kinds).keyKind
    expect(outcome(caller)).toBe(expected)
  })

  test('a key that cannot be checked is not called a bad one, one that cannot be good is', () => {
    const ask = (key: string) =>
      outcome(() => authenticate({ key, origin: undefined, referer: undefined }, ring(false), ['public']))
    expect(ask(PUBLIC)).toBe('503 Keys cannot be checked right now. Try again soon.')
    expect(ask('x')).toBe('401 Invalid API key')
  })

  test.each<[string | undefined, string, string | undefined]>([
    ['the-admin-key-itself', 'the-admin-key-itself', undefined],
    ['the-admin-key-itselF', 'the-admin-key-itself', '401 Unauthorized'],
    ['', 'the-admin-key-itself', '401 Unauthorized'],
    [undefined, 'the-admin-key-itself', '401 Unauthorized'],
    ['', '', '401 Unauthorized'],
    [undefined, '', '401 Unauthorized'],
  ])('admin key %j where %j is set', (given, adminKey, expected) => {
    expect(outcome(() => authenticateAdmin(given, adminKey))).toBe(expected)
  })
})

describe('the tag to paste', () => {
  test.each([
    [{ publicUrl: '', basePath: '', port: 3000 }, 'http://localhost:3000'],
    [{ publicUrl: '', basePath: '/stats', port: 80 }, 'http://localhost:80/stats'],
    [{ publicUrl: 'https://example.com', basePath: '/stats', port: 3000 }, 'https://example.com/stats'],
    [{ publicUrl: 'https://example.com/stats', basePath: '/stats', port: 3000 }, 'https://example.com/stats'],
  ])('base of %j', (config, base) => {
    expect(baseUrl(config)).toBe(base)
  })

  test('names the identity mode when it is not the usual one', () => {
    expect(trackingTag('https://example.com', project)).toBe(
      `<script src="https://example.com/snippet/micrologs.js" data-public-key="${PUBLIC}" async></script>`,
    )
    expect(trackingTag('https://e.com/"&<', { ...project, identity: 'cookie' })).toBe(
      `<script src="https://e.com/&quot;&amp;&lt;/snippet/micrologs.js" data-public-key="${PUBLIC}" data-identity="cookie" async></script>`,
    )
  })
})
