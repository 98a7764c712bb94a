import type { Texts } from '../texts.ts'

export const upkeep: Texts['upkeep'] = {
  backup: {
    title: 'Sicherung',
    about: 'Die ganze Datenbank als eine Datei, mit dem Stand dieses Augenblicks, während die App weiterläuft.',
    never: 'Es gibt noch keine Sicherung.',
    last: 'Zuletzt gemacht',
    facts: (rows, size) => `${rows} Zeilen, ${size}`,
    how: { downloaded: 'heruntergeladen', command: 'per Befehl' },
    download: 'Sicherung herunterladen',
    keepPrivate:
      'Sie enthält Hashes von Passwörtern und Schlüsseln: Bewahren Sie sie auf, wo nur Sie sie lesen können. Dass sie gezogen wurde, steht im Audit-Log.',
    restore: 'Wiederherstellen',
    aboutRestore:
      'Es ersetzt alles und geschieht darum auf dem Server, nicht per Klick: App im Panel stoppen, Terminal des Panels öffnen, dies mit dem Namen der Datei ausführen, App starten. Es geht mit MySQL wie mit SQLite, also auch vom einen zum anderen.',
    replaceHint: 'In eine benutzte Datenbank nur mit --replace am Ende.',
    regularly: 'Regelmäßig',
    aboutRegularly: 'Unter „Cron Jobs“, einmal am Tag, mit einem Dateinamen, der jeden Tag neu ist.',
  },
  log: {
    title: 'Protokoll',
    about:
      'Was die App zu sagen hat, das Neueste zuerst, ohne Schlüssel und Adressen. Es liegt in storage/log und wächst nicht über LOG_BYTES.',
    again: 'Neu lesen',
    level: 'Zeigen',
    levels: { debug: 'Alles', info: 'Hinweise und Schlimmeres', warn: 'Warnungen und Fehler', error: 'Fehler' },
    nothing: 'Davon wurde nichts notiert.',
    notKept: 'Es wird kein Protokoll geführt: LOG_BYTES ist off.',
    more: 'Es gibt mehr; node app.js log zeigt bis zu 500 Zeilen.',
  },
}
