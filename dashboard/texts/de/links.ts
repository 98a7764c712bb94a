import type { Texts } from '../texts.ts'

export const links: Texts['links'] = {
  title: 'Links',
  link: 'Link',
  back: 'Alle Links',
  add: 'Neuer Link',
  edit: 'Link ändern',
  search: 'Name, Code oder Ziel suchen',
  clicks: 'Klicks',
  courseOf: (clicks) => `Verlauf von ${clicks} Klicks`,
  clicksOf: (count, shown) => `${shown} ${count === 1 ? 'Klick' : 'Klicks'}`,
  people: 'Personen',
  visits: 'Besuche danach',
  others: 'Bots und Vorschauen',
  aboutOthers: (bots, previews, heads) =>
    `Nicht als Klicks gezählt: ${bots} von Bots, ${previews} von Link-Vorschauen, ${heads} von Programmen, die nur nachsahen.`,
  made: 'Erstellt',
  tools: 'Was man tun kann',
  off: 'Aus',
  none: {
    title: 'Noch keine Links',
    about:
      'Ein Kurzlink zählt, wer ihm folgt, und zeigt, was danach auf Ihrer Site geschah. Für eine Mail, einen Beitrag oder als QR-Code auf Papier.',
  },
  noneFits: { title: 'Kein Link passt', about: 'Suchen Sie nach einem anderen Wort.' },
  destination: 'Wohin er führt',
  label: 'Name',
  labelHint: 'Für Sie: wo der Link verwendet wird.',
  code: 'Eigener Code',
  codeHint: 'Das Ende der Kurzadresse: Buchstaben, Ziffern, - und _. Leer gelassen wird er erfunden.',
  active: 'Aktiv',
  activeHint: 'Ausgeschaltet antwortet die Kurzadresse „nicht gefunden“.',
  delete: 'Link löschen',
  aboutDelete: (code) =>
    `„${code}“ führt dann nirgendwohin, und seine Klicks werden mitgelöscht. Das lässt sich nicht rückgängig machen. Um ihn nur anzuhalten, schalten Sie ihn aus.`,
  wasMade: 'Der Link ist erstellt.',
  wasSaved: 'Der Link ist gespeichert.',
  wasDeleted: 'Der Link ist gelöscht.',
  overTime: 'Klicks im Zeitverlauf',
  who: 'Wer ihm folgte',
  nobody: 'Niemand in diesem Zeitraum',
  afterwards: 'Was danach geschah',
  wholeReport: 'Der ganze Bericht',
  nobodyAfterwards:
    'In diesem Zeitraum folgte kein Besuch. Besuche werden gefunden, wo das Ziel das Tag dieses Projekts trägt.',
  qr: {
    open: 'QR-Code',
    title: 'QR-Code',
    about: 'Telefone öffnen ihn mit der Kamera. SVG bleibt in jeder Größe scharf.',
    alt: (url) => `QR-Code von ${url}`,
    copy: 'Adresse kopieren',
  },
}
