/** What happened at a time, beside the chart. */
export const annotations = {
  title: 'What happened',
  open: (count: string) => `Notes (${count})`,
  none: 'Nothing was written down in this range. A note tells later why a line rose.',
  kinds: { release: 'Release', link: 'New short link' },
  day: 'Day',
  text: 'What happened',
  add: 'Add a note',
}
