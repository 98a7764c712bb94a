import type { Texts } from '../texts.ts'

export const annotations: Texts['annotations'] = {
  title: 'Was geschah',
  open: (count) => `Notizen (${count})`,
  none: 'In diesem Zeitraum ist nichts notiert. Eine Notiz sagt später, warum eine Linie stieg.',
  kinds: { release: 'Version', link: 'Neuer Kurzlink' },
  day: 'Tag',
  text: 'Was geschah',
  add: 'Notiz hinzufügen',
}
