import type { Texts } from '../texts.ts'

export const faults: Texts['faults'] = {
  unreachable: {
    title: 'Micrologs antwortet nicht',
    about: 'Vielleicht startet der Server neu, oder dieses Gerät ist offline. Die Seite versucht es von selbst weiter.',
  },
  away: {
    title: 'Die Datenbank antwortet nicht',
    about: 'Aufrufe gehen nicht verloren und erscheinen hier, sobald sie wieder da ist. Die Seite versucht es weiter.',
  },
  busy: {
    title: 'Zu viele Anfragen',
    about: 'Der Server bittet um eine Pause. Die Seite macht gleich von selbst weiter.',
  },
  missing: { title: 'Das gibt es nicht (mehr)', about: 'Es wurde vielleicht gelöscht, oder der Link ist veraltet.' },
  refused: { title: 'Sie sind nicht angemeldet', about: 'Melden Sie sich wieder an, um weiterzumachen.' },
  forbidden: {
    title: 'Das dürfen Sie nicht',
    about: 'Ihre Rolle in diesem Projekt erlaubt es nicht. Fragen Sie jemanden, der es verwaltet.',
  },
  invalid: { title: 'Das hat nicht geklappt', about: 'Der Server sagt, woran es liegt:' },
  failed: {
    title: 'Auf dem Server ist etwas schiefgegangen',
    about: 'Sein Protokoll sagt mehr. Versuchen Sie es gleich noch einmal.',
  },
}
