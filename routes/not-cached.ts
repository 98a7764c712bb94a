/** Passenger keeps every GET answer that is public; LiteSpeed may have a site-wide rule. Both obey these. */
export const NOT_CACHED = { 'Cache-Control': 'no-store, private', 'X-LiteSpeed-Cache-Control': 'no-cache' } as const
