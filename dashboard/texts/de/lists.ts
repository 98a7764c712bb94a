export const lists = {
  pages: 'Seiten der Liste',
  newer: 'Neuere',
  older: 'Ältere',
  range: 'Zeitraum',
  sort: 'Sortieren nach',
  undo: 'Rückgängig',
  undone: 'Rückgängig gemacht.',
  ranges: {
    '1d': 'Heute',
    '7d': 'Letzte 7 Tage',
    '14d': 'Letzte 14 Tage',
    '30d': 'Letzte 30 Tage',
    '90d': 'Letzte 90 Tage',
    '12mo': 'Letzte 12 Monate',
    '365d': 'Letzte 365 Tage',
    all: 'Gesamter Zeitraum',
  },
}
