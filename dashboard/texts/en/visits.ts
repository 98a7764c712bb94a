/** The visits behind a number, and what happened in each. */
export const visits = {
  open: 'Single visits',
  title: 'Visits',
  about: 'The visits behind these numbers, newest first.',
  nobody: 'No visit fits.',
  visitor: 'Visitor',
  isNew: 'first visit',
  cameFrom: 'Came from',
  pages: (count: number, shown: string) => `${shown} ${count === 1 ? 'page' : 'pages'}`,
  events: (count: number, shown: string) => `${shown} ${count === 1 ? 'event' : 'events'}`,
  more: 'Show older ones',
  inView: (time: string) => `${time} in view`,
  scrolled: (percent: string) => `read to ${percent}`,
  kinds: { view: 'Page', event: 'Event', click: 'Link clicked', error: 'Error', audit: 'Audit' },
  cut: 'There was more; these are the first 1,000.',
  what: 'What happened',
}
