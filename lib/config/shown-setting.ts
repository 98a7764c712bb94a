import type { Settings } from './settings.ts'
import { SETTINGS } from './settings.ts'

const HIDDEN = '********'
const SECRETS: readonly (keyof Settings)[] = ['adminKey', 'cronKey', 'oidcClientSecret']

/** The value of a setting for people to read: without secrets, empty where there is none. */
export function shownSetting(key: keyof Settings, value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  const text = String(value)
  if (SECRETS.includes(key) && text !== '') return HIDDEN
  return SETTINGS[key].name === SETTINGS.databaseUrl.name && /^(mysql|mariadb):/.test(text)
    ? withoutPassword(text)
    : text
}

/** The query may hold secrets as well; and of a URL that cannot be read nothing is safe to show. */
function withoutPassword(text: string): string {
  if (!URL.canParse(text)) return HIDDEN
  const { protocol, username, host, pathname } = new URL(text)
  return `${protocol}//${username}:${HIDDEN}@${host}${pathname}`
}
