import type { Texts } from '../texts.ts'

export const updates: Texts['updates'] = {
  title: 'Aktualisieren',
  about: (version) =>
    `Es läuft Version ${version}. Laden Sie das Zip einer neueren hoch: Es wird Datei für Datei geprüft und übernimmt, während weiter gezählt wird.`,
  checkout: 'Micrologs läuft hier aus einem Checkout, nicht aus einem Release. Aktualisiert wird es, wie es kam:',
  choose: 'Zip eines Releases wählen',
  drop: 'oder hierher ziehen: micrologs-1.2.3.zip',
  keys: (names) => `Angenommen wird nur, was ein Schlüssel signiert hat, dem diese Installation vertraut: ${names}.`,
  noKeys:
    'Diese Installation vertraut noch keinem Schlüssel und nimmt hier kein Release an. Setzen Sie UPDATE_PUBLIC_KEYS auf den öffentlichen Schlüssel dessen, der Ihre Releases macht, oder entpacken Sie das Zip über die alten Dateien und drücken Sie Restart.',
  tooLarge: (most) => `Diese Datei ist zu groß. Ein Release ist weit kleiner als ${most}.`,
  blocked:
    'Die Firewall des Hosters hat die Datei nicht durchgelassen. Laden Sie sie im File Manager hoch, entpacken Sie sie über die alten Dateien und drücken Sie Restart.',
  install: 'Prüfen und installieren',
  sending: 'Wird hochgeladen und geprüft…',
  taken: (version) => `Version ${version} liegt an ihrem Platz.`,
  waiting: 'Gleich antwortet sie; Hoster brauchen bis zu einer Viertelminute…',
  restartIt: 'Starten Sie die App jetzt neu, im Panel oder wo sie gestartet wurde. Diese Seite wartet darauf…',
  runs: (version) => `Version ${version} läuft.`,
  reloadWhy: 'Diese Seite ist noch die der vorigen Version.',
  reload: 'Neue Seite laden',
  late: (version) => `Version ${version} antwortet noch nicht.`,
  lateWhy:
    'Drücken Sie Restart im Panel des Hosters. Kann sie nicht starten, läuft die vorige weiter, und die Liste sagt warum.',
  releases: 'Versionen auf diesem Server',
  aboutReleases:
    'Geht die laufende kaputt, übernimmt die vorige von selbst. Ältere Versionen kommen mit einer neueren Datenbank zurecht.',
  states: {
    running: 'läuft',
    before: 'die vorige',
    older: 'älter',
    newer: 'neuer',
    failed: 'startete nicht',
    broken: 'ausgelassen',
  },
  since: 'Hier seit',
  goBack: 'Zu ihr zurück',
  runIt: 'Starten',
  backTitle: (version) => `Zurück zu Version ${version}`,
  aboutBack: (running) =>
    `Die App startet neu. Version ${running} bleibt hier und kann wieder gestartet werden; nichts Gezähltes geht verloren.`,
  runTitle: (version) => `Version ${version} starten`,
  aboutRun: 'Die App startet neu. Die jetzige Version bleibt hier.',
  delete: (version) => `Version ${version} löschen`,
  aboutDelete: 'Ihre Dateien werden entfernt. Sie lässt sich wieder hochladen.',
}
