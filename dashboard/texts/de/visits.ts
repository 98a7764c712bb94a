import type { Texts } from '../texts.ts'

export const visits: Texts['visits'] = {
  open: 'Einzelne Besuche',
  title: 'Besuche',
  about: 'Die Besuche hinter diesen Zahlen, neueste zuerst.',
  nobody: 'Kein Besuch passt.',
  visitor: 'Besucher',
  isNew: 'erster Besuch',
  cameFrom: 'Kam von',
  pages: (count, shown) => `${shown} ${count === 1 ? 'Seite' : 'Seiten'}`,
  events: (count, shown) => `${shown} ${count === 1 ? 'Ereignis' : 'Ereignisse'}`,
  more: 'Ältere zeigen',
  inView: (time) => `${time} im Blick`,
  scrolled: (percent) => `gelesen bis ${percent}`,
  kinds: { view: 'Seite', event: 'Ereignis', click: 'Link geklickt', error: 'Fehler', audit: 'Protokoll' },
  cut: 'Es war noch mehr; das sind die ersten 1.000.',
  what: 'Was geschah',
}
