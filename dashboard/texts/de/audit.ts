import type { Texts } from '../texts.ts'

export const audit: Texts['audit'] = {
  title: 'Protokoll',
  action: 'Aktion',
  anyAction: 'Jede Aktion',
  actor: 'Wer',
  target: 'Woran',
  outcome: 'Ergebnis',
  anyOutcome: 'Jedes Ergebnis',
  outcomes: { success: 'Erfolg', failure: 'Fehlschlag' },
  when: 'Wann',
  tenant: 'Mandant',
  externalId: 'Kennung des Absenders',
  sequence: 'Nummer im Log',
  context: 'Kontext',
  noContext: 'Mehr wurde nicht gesendet.',
  hash: 'Hash',
  aboutHash: 'Aus diesem Eintrag und dem davor berechnet: Eine Änderung irgendwo bricht jeden Hash von dort an.',
  search: 'Aktion, wer, woran oder Mandant',
  anyAgain: ': diesen Filter aufheben',
  searchedSince: (time) =>
    `Durchsucht werden die neuesten 20.000 Einträge des Zeitraums, hier bis ${time} zurück. Für ältere grenzen Sie auf „Wer“ oder „Woran“ ein.`,
  onlyWith: (value) => `Nur Einträge mit ${value}`,
  none: {
    title: 'Nichts in diesem Zeitraum',
    about:
      'Backends schreiben Einträge mit dem geheimen Schlüssel (POST /api/track/audit). Was hier im Dashboard getan wird, schreibt sich von selbst.',
  },
  noneFits: {
    title: 'Kein Eintrag passt',
    about: 'Versuchen Sie einen Teil des Wortes, oder wählen Sie einen längeren Zeitraum.',
  },
  verify: {
    open: 'Kette prüfen',
    title: 'Audit-Log prüfen',
    about: 'Jeder Eintrag trägt einen Hash über sich und den davor. Hier werden alle neu berechnet.',
    progress: (done, all) => `${done} von ${all} Einträgen`,
    entry: (number) => `Eintrag ${number}:`,
    results: {
      verified: (checked) => ({
        title: 'Nichts wurde verändert',
        about: `Alle ${checked} Einträge sind, wie sie geschrieben wurden, in ihrer Reihenfolge, und keiner fehlt.`,
      }),
      tampered: (checked, faults) => ({
        title: 'Das Log wurde verändert',
        about: `Von ${checked} Einträgen passen ${faults} nicht. Jemand mit Zugang zur Datenbank hat Einträge nachträglich geändert, entfernt oder hinzugefügt.`,
      }),
      empty: () => ({ title: 'Es gibt noch nichts zu prüfen', about: 'Das Log hat keine Einträge.' }),
    },
    erased: (count) =>
      `In ${count} Einträgen wurden auf Wunsch persönliche Werte gelöscht; alles Übrige an ihnen passt.`,
    anchor: 'Bewahren Sie dies anderswo auf',
    aboutAnchor:
      'Nummer und Hash des neuesten Eintrags. Anderswo aufbewahrt beweist er später, dass davor nichts umgeschrieben wurde.',
  },
}
