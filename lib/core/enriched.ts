/** What enriching makes of a request, shared by the spool, the writer and the reports. */

export type Device = 'desktop' | 'mobile' | 'tablet' | 'tv' | 'console' | 'wearable' | 'unknown'

/** The program that sent it. Empty text where unknown. Versions are majors. */
export interface Agent {
  readonly device: Device
  readonly os: string
  readonly osVersion: string
  readonly browser: string
  readonly browserVersion: string
}

/** ISO 3166-1 alpha-2 in capitals, English names below; empty text where unknown. */
export interface Place {
  readonly country: string
  readonly region: string
  readonly city: string
}

export type Channel = 'direct' | 'search' | 'social' | 'email' | 'ai' | 'video' | 'paid' | 'referral' | 'internal'

/** Where a visit came from. `name` is what people call it (`Google`), `url` the referring page without its query. */
export interface Source {
  readonly channel: Channel
  readonly name: string
  readonly url: string
}

/** The five UTM tags and the advertiser's click id kind (`gclid`), empty where absent. */
export interface Campaign {
  readonly source: string
  readonly medium: string
  readonly campaign: string
  readonly content: string
  readonly term: string
  readonly clickId: string
}

/**
 * A page as reports name it. `url` is whole and at most 2,048 characters; campaign tags are gone, and so is the fragment
 * unless it is a route (`#/…`, `#!…`). `host` is in lower case, with a port where it is not the default one. `path` is
 * path, query and route fragment, percent-encoded.
 */
export interface Page {
  readonly url: string
  readonly host: string
  readonly path: string
}
