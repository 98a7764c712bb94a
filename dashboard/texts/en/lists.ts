/** Lists that one looks through. */
export const lists = {
  pages: 'Pages of the list',
  newer: 'Newer',
  older: 'Older',
  range: 'Range',
  sort: 'Sort by',
  typeToConfirm: (text: string) => `Type “${text}” to confirm`,
  undo: 'Undo',
  undone: 'Undone.',
  ranges: {
    '1d': 'Today',
    '7d': 'Last 7 days',
    '14d': 'Last 14 days',
    '30d': 'Last 30 days',
    '90d': 'Last 90 days',
    '12mo': 'Last 12 months',
    '365d': 'Last 365 days',
    all: 'All time',
  },
}
