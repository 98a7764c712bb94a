import type { Texts } from '../texts.ts'

export const goals: Texts['goals'] = {
  reached: 'Erreicht',
  rate: 'Anteil',
  revenue: 'Umsatz',
  none: {
    title: 'Noch keine Ziele',
    about:
      'Ein Ziel ist, was Besuche tun sollen: eine Seite sehen, ein Ereignis senden, zu Ende lesen. Es gilt auch für die Vergangenheit.',
  },
  add: 'Ziel hinzufügen',
  edit: 'Ziel ändern',
  kind: 'Erreicht, wenn',
  kinds: {
    event: 'ein Ereignis gesendet wird',
    page: 'eine Seite gesehen wird',
    engaged: 'ein Besuch so lange dauert',
    scroll: 'eine Seite so weit gelesen wird',
  },
  event: 'Name des Ereignisses',
  page: 'Seite, * ist beliebiger Text',
  seconds: 'Sekunden im Blick',
  percent: 'Prozent der Seite',
  made: 'Das Ziel ist gespeichert.',
  deleted: 'Das Ziel ist gelöscht.',
  noFunnels: {
    title: 'Noch keine Trichter',
    about: 'Ein Trichter zeigt, wie viele einen Schritt nach dem anderen gehen und wo die anderen aufhören.',
  },
  addFunnel: 'Trichter hinzufügen',
  editFunnel: 'Trichter ändern',
  funnel: 'Trichter',
  step: (number) => `Schritt ${number}`,
  addStep: 'Schritt hinzufügen',
  removeStep: (number) => `Schritt ${number} wegnehmen`,
  lost: (count) => `${count} gingen`,
  wholeRate: (rate) => `${rate} gehen den ganzen Weg`,
  funnelSaved: 'Der Trichter ist gespeichert.',
  funnelDeleted: 'Der Trichter ist gelöscht.',
  retention: {
    cohort: 'Zuerst gesehen',
    size: 'Besucher',
    impossible: {
      title: 'Niemand weiß, wer wiederkam',
      about:
        'Dieses Projekt zählt ohne Cookies, also ist ein Besucher nur einen Tag lang bekannt. Das schützt die Privatsphäre; für diese Tabelle braucht das Projekt die Erkennung „cookie“.',
    },
    week: (number) => `Woche ${number}`,
    title: 'Wie viele wiederkamen, Woche für Woche, nachdem sie zuerst gesehen wurden',
  },
}
