/** What filters can be about, in groups as they are offered. */
export const FILTER_DIMENSIONS = {
  pages: ['page', 'entry_page', 'exit_page', 'title', 'hostname'],
  sources: [
    'channel',
    'source',
    'referrer',
    'utm_campaign',
    'utm_source',
    'utm_medium',
    'utm_content',
    'utm_term',
    'click_id',
    'link',
  ],
  places: ['country', 'region', 'city', 'language'],
  technology: ['browser', 'browser_version', 'os', 'os_version', 'device', 'screen'],
  deeds: ['goal', 'event'],
} as const
