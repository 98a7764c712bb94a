/** Who is there right now. */
export const live = {
  title: 'Live',
  now: 'in the last 5 minutes',
  recent: 'in the last 30 minutes',
  visitors: (count: number, shown: string) => `${shown} ${count === 1 ? 'visitor' : 'visitors'}`,
  pageviews: (count: number, shown: string) => `${shown} page ${count === 1 ? 'view' : 'views'}`,
  minutes: 'Page views by minute',
  minutesAgo: (minutes: string) => `${minutes} min ago`,
  justNow: 'now',
  pages: 'Pages',
  sources: 'Sources',
  countries: 'Countries',
  cities: 'Cities',
  nobody: 'Nobody in the last half hour. It will show here by itself.',
  direct: 'Direct',
}
