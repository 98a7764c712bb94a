import type { Campaign } from './enriched.ts'

/**
 * Query parameters that say how a visitor was brought, not which page was asked for. They never reach a page's URL;
 * some are kept as the campaign. Names are compared in lower case.
 */
type TagRole = keyof Campaign | 'dropped'

const UTM: readonly (readonly [string, TagRole])[] = [
  ['utm_source', 'source'],
  ['utm_medium', 'medium'],
  ['utm_campaign', 'campaign'],
  ['utm_content', 'content'],
  ['utm_term', 'term'],
]

/** Ids that an advertiser's network adds to a click; the parameter's name is kept, its value never is. */
const CLICK_IDS = [
  ...['gclid', 'gbraid', 'wbraid', 'dclid'], // Google
  ...['fbclid', 'msclkid', 'ttclid', 'twclid', 'li_fat_id', 'yclid', 'rdt_cid', 'sccid', 'epik'],
  ...['irclickid', 'tblci', 'obclickid'], // Impact, Taboola, Outbrain
]

const DROPPED = [
  ...['gclsrc', 'gad_source', 'gad_campaignid', 'srsltid', '_gl', '_ga'], // Google
  ...['igshid', 'igsh', 'mibextid', 'ref_src', 'ref_url', 'ysclid', '_openstat'], // Instagram, Facebook, X, Yandex
  ...['mc_eid', 'mc_cid', 'mkt_tok', '_ke', '_kx', 'vero_id', 'oly_enc_id', 'oly_anon_id', 'ss_email_id'], // mailers
  ...['_hsenc', '_hsmi', '__hstc', '__hssc', '__hsfp', 'hsctatracking'], // HubSpot
  ...['s_kwcid', 'ef_id', 'wickedid', 'pk_campaign', 'pk_kwd', 'pk_keyword', 'pk_source', 'pk_medium', 'pk_content'],
]

const ROLES: ReadonlyMap<string, TagRole> = new Map<string, TagRole>([
  ...UTM,
  ...CLICK_IDS.map((name) => [name, 'clickId'] as const),
  ...DROPPED.map((name) => [name, 'dropped'] as const),
])

const DROPPED_PREFIX = /^(?:utm|mtm|hsa)_/

/** What a query parameter of this (lower-case) name is for; undefined when it belongs to the page. */
export const roleOfTag = (name: string): TagRole | undefined =>
  ROLES.get(name) ?? (DROPPED_PREFIX.test(name) ? 'dropped' : undefined)
