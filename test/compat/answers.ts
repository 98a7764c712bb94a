import type { Shape } from './shapes.ts'

/** The answers of the contract's sections 1.3 to 1.6: the sentence, and what `data` holds. */
export interface Answer {
  readonly message: string | RegExp
  readonly data: Shape
}

const range: Shape = { from: 'time', to: 'time' }
const reach = { pageviews: 'int', unique_visitors: 'int' } as const
const link = { code: 'text', short_url: 'text', destination_url: 'text', label: 'text' } as const

const group: Shape = {
  id: 'int',
  error_type: 'text',
  message: 'text',
  file: 'text',
  line: 'int?',
  severity: 'text',
  environment: 'text',
  status: 'text',
  occurrence_count: 'int',
  first_seen: 'time',
  last_seen: 'time',
}

export const ANSWERS = {
  error: { message: 'OK', data: { group_id: 'int', queued: 'bool' } },
  audit: { message: 'OK', data: { id: 'int', queued: 'bool' } },
  'create-link': { message: 'Link created successfully', data: link },
  'get-link': {
    message: 'Link fetched successfully',
    data: { id: 'int', ...link, is_active: 'bool', total_clicks: 'int', created_at: 'time' },
  },
  'edit-link': {
    message: 'Link updated successfully',
    data: { id: 'int', ...link, is_active: 'bool', created_at: 'time' },
  },
  'delete-link': { message: 'Link deleted successfully', data: { code: 'text' } },
  status: {
    message:
      /^\d+ error groups? marked as (open|investigating|resolved|ignored)\.( 1 ID\(s\) not found and were skipped\.)?$/,
    data: { updated: 'int', ids: ['int'], status: 'text' },
  },
  verify: {
    message: 'Key verified',
    data: { valid: 'bool', key_type: 'text', project_name: 'text', allowed_domains: ['text'] },
  },
  visitors: {
    message: 'Visitor analytics fetched successfully',
    data: {
      range,
      unique_visitors: 'int',
      total_pageviews: 'int',
      total_sessions: 'int',
      bounce_rate: 'number',
      over_time: [{ date: 'day', ...reach }],
    },
  },
  'visitors-returning': {
    message: 'Visitor retention fetched successfully',
    data: {
      range,
      total_visitors: 'int',
      new_visitors: 'int',
      returning_visitors: 'int',
      new_pct: 'number',
      returning_pct: 'number',
      over_time: [{ date: 'day', new_visitors: 'int', returning_visitors: 'int' }],
    },
  },
  sessions: {
    message: 'Session analytics fetched successfully',
    data: {
      range,
      total_sessions: 'int',
      bounce_rate: 'number',
      avg_duration_seconds: 'int',
      avg_duration_engaged: 'int',
      avg_pages_per_session: 'number',
      over_time: [{ date: 'day', sessions: 'int', avg_duration_seconds: 'int' }],
    },
  },
  pages: {
    message: 'Pages fetched successfully',
    data: { range, count: 'int', pages: [{ url: 'text', page_title: 'text', ...reach }] },
  },
  devices: {
    message: 'Devices fetched successfully',
    data: {
      range,
      by_device: [{ device_type: 'text', ...reach }],
      by_os: [{ os: 'text', pageviews: 'int' }],
      by_browser: [{ browser: 'text', pageviews: 'int' }],
    },
  },
  locations: {
    message: 'Locations fetched successfully',
    data: {
      range,
      by_country: [{ country: 'text', country_code: 'text', ...reach }],
      by_region: [{ country: 'text', country_code: 'text', region: 'text', pageviews: 'int' }],
      by_city: [{ city: 'text', region: 'text', country_code: 'text', pageviews: 'int' }],
    },
  },
  referrers: {
    message: 'Referrers fetched successfully',
    data: {
      range,
      by_category: [{ category: 'text', ...reach }],
      top_referrers: [{ referrer_url: 'text', pageviews: 'int' }],
    },
  },
  utm: {
    message: 'UTM data fetched successfully',
    data: {
      range,
      count: 'int',
      campaigns: [{ utm_source: 'text', utm_medium: 'text', utm_campaign: 'text', ...reach }],
    },
  },
  errors: {
    message: 'Errors fetched successfully',
    data: {
      range,
      summary: {
        total: 'int',
        open: 'int',
        investigating: 'int',
        resolved: 'int',
        ignored: 'int',
        critical: 'int',
        error: 'int',
      },
      count: 'int',
      errors: [group],
    },
  },
  'errors-trend': {
    message: 'Error trend fetched successfully',
    data: {
      range,
      group_id: 'int?',
      total_occurrences: 'int',
      total_groups: 'int',
      top_groups: [
        { id: 'int', error_type: 'text', message: 'text', severity: 'text', status: 'text', occurrences: 'int' },
      ],
      over_time: [{ date: 'day', occurrences: 'int', unique_groups: 'int' }],
    },
  },
  'error-detail': {
    message: 'Error detail fetched successfully',
    data: {
      range,
      group,
      over_time: [{ date: 'day', occurrences: 'int' }],
      events: [
        {
          id: 'int',
          stack_trace: 'text?',
          url: 'text',
          environment: 'text',
          severity: 'text',
          context: 'anything',
          created_at: 'time',
          device: { type: 'text?', os: 'text?', browser: 'text?' },
          location: { country: 'text?', country_code: 'text?', city: 'text?' },
        },
      ],
    },
  },
  audits: {
    message: 'Audit logs fetched successfully',
    data: {
      range,
      count: 'int',
      top_actions: [{ action: 'text', count: 'int' }],
      logs: [{ id: 'int', action: 'text', actor: 'text', context: 'anything', created_at: 'time' }],
    },
  },
  links: {
    message: 'Link analytics fetched successfully',
    data: {
      range,
      count: 'int',
      links: [
        {
          code: 'text',
          short_url: 'text',
          label: 'text',
          destination_url: 'text',
          total_clicks: 'int',
          unique_clicks: 'int',
          created_at: 'time',
        },
      ],
    },
  },
  'link-detail': {
    message: 'Link detail fetched successfully',
    data: {
      range,
      link: { id: 'int', code: 'text', label: 'text', destination_url: 'text', created_at: 'time' },
      total_clicks: 'int',
      unique_clicks: 'int',
      by_country: [{ country: 'text', country_code: 'text', clicks: 'int' }],
      by_referrer: [{ category: 'text', clicks: 'int' }],
      by_device: [{ device_type: 'text', clicks: 'int' }],
      over_time: [{ date: 'day', clicks: 'int' }],
    },
  },
} as const satisfies Record<string, Answer>
