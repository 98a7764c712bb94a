import type { LinkShape } from '../../lib/wire/links.ts'

/** The short form of a link's address. The API tells that of Micrologs, with `redirect.php`; both lead to the same place. */
export const shortAddress = ({ short_url, code }: Pick<LinkShape, 'short_url' | 'code'>): string =>
  short_url.replace(/\/api\/redirect\.php\?c=[^/]*$/, `/l/${code}`)
