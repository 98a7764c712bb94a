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
  all: 'Alle Besuche',
  took: 'Dauer',
  inViewTime: 'Im Blick',
  knownAs: 'Besucher',
  isNewVisitor: 'Zum ersten Mal hier',
  wasHere: 'War schon hier',
  forget: {
    title: 'Diesen Besucher vergessen',
    about:
      'Alles, was dieser Besucher hier getan hat, wird endgültig gelöscht: alle Besuche, Seiten, Ereignisse, Klicks und Fehler, auch vergangene. Zahlen und Diagramme ändern sich damit. Das lässt sich nicht rückgängig machen.',
    progress: (done, total) => `${done} von ${total} versiegelten Teilen durchgesehen`,
    done: 'Vergessen.',
  },
}
