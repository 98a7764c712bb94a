import type { Texts } from '../texts.ts'

export const projects: Texts['projects'] = {
  add: 'Neues Projekt',
  live: 'Besucher gerade da',
  days: (days) => `Letzte ${days} Tage`,
  course: (days) => `Besucher nach Tagen, ${days} Tage lang`,
  issues: (_count, shown) => `${shown} offene Fehler`,
  off: 'Abgeschaltet',
}
