import type { ReportShapes } from '../wire/reports.ts'

/** What the main reports look like. */

const range = { from: '2026-11-14 00:00:00', to: '2026-11-20 23:59:59' }

export const REPORT_EXAMPLES: Partial<ReportShapes> = {
  visitors: {
    range,
    unique_visitors: 412,
    total_pageviews: 1630,
    total_sessions: 498,
    bounce_rate: 41.7,
    over_time: [
      { date: '2026-11-19', pageviews: 803, unique_visitors: 230 },
      { date: '2026-11-20', pageviews: 827, unique_visitors: 241 },
    ],
  },
  pages: {
    range,
    count: 2,
    pages: [
      { url: 'https://shop.example/', page_title: 'Shop', pageviews: 640, unique_visitors: 301 },
      { url: 'https://shop.example/oils', page_title: 'Oils', pageviews: 211, unique_visitors: 156 },
    ],
  },
  errors: {
    range,
    summary: {
      total: 1,
      open: 1,
      investigating: 0,
      resolved: 0,
      ignored: 0,
      critical: 0,
      error: 1,
      warning: 0,
      info: 0,
      regressions: 1,
    },
    count: 1,
    errors: [
      {
        id: 7,
        error_type: 'TypeError',
        message: "Cannot read properties of undefined (reading 'total')",
        file: 'https://shop.example/basket.js',
        line: 118,
        severity: 'error',
        environment: 'production',
        status: 'open',
        occurrence_count: 58,
        first_seen: '2026-11-02 18:40:11',
        last_seen: '2026-11-20 09:15:04',
        regression: true,
        regressed_at: '2026-11-20 08:59:37',
      },
    ],
  },
  audits: {
    range,
    count: 1,
    top_actions: [{ action: 'invoice.deleted', count: 1 }],
    logs: [
      {
        id: 12,
        action: 'invoice.deleted',
        actor: 'user-17',
        context: { reason: 'duplicate' },
        created_at: '2026-11-20 09:15:04',
        target: 'invoice-2026-118',
        tenant: '',
        outcome: 'success',
        external_id: '',
        hash: 'c0ffee'.padEnd(64, '0'),
      },
    ],
  },
  links: {
    range,
    count: 1,
    links: [
      {
        code: 'k3JxPq9Z',
        short_url: 'https://stats.example/api/redirect.php?c=k3JxPq9Z',
        label: 'Spring mail',
        destination_url: 'https://shop.example/spring',
        total_clicks: 96,
        unique_clicks: 81,
        created_at: '2026-11-14 10:00:00',
        other_clicks: 12,
        visits: 74,
      },
    ],
  },
}
