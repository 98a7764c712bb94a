import type { Texts } from '../texts.ts'

export const firstSteps: Texts['firstSteps'] = {
  title: 'In zwei Schritten zum ersten Bericht',
  about: (project) => `Micrologs läuft und ist bereit, für ${project} zu zählen.`,
  done: 'Erledigt:',
  toReport: 'Zum Bericht',
  tag: {
    title: 'Diese Zeile vor </head> in die Seite einfügen',
    about: 'Jede Seite, die gezählt werden soll, braucht sie. Eine Vorlage oder Kopfdatei ist ein guter Platz.',
    copy: 'Zeile kopieren',
    identity: {
      daily: 'Sie setzt kein Cookie und hinterlässt nichts auf den Geräten der Besucher.',
      cache: 'Sie setzt kein Cookie: Der Cache des Browsers verrät, ob jemand heute schon da war.',
      cookie: 'Sie setzt ein eigenes Cookie für ein Jahr. Dafür ist vorher die Einwilligung der Besucher nötig.',
    },
  },
  view: {
    title: 'Die Seite im Browser öffnen',
    about: 'Was dort geschieht, erscheint hier von selbst, meist nach wenigen Sekunden.',
    waiting: 'Warten auf den ersten Seitenaufruf …',
    received: 'Angekommen',
    soFar: (views, shown, isAll) =>
      `Bisher ${shown}${isAll ? '' : ' oder mehr'} ${views === 1 ? 'Seitenaufruf' : 'Seitenaufrufe'}`,
    nothing: {
      title: 'Es kommt nichts an?',
      points: [
        'Im Quelltext der Seite nach micrologs.js suchen: Vielleicht zeigt der Browser noch eine ältere Fassung.',
        'Werbeblocker, „Do not track“ und Global Privacy Control für die Seite abschalten oder einen anderen Browser nehmen: Wer nicht gezählt werden will, wird es nicht.',
        'Der Host der Seite muss eine der Domains des Projekts sein, falls dort welche stehen.',
        'Browser, die ein Programm steuert, gelten als Bots und zählen nicht.',
      ],
    },
  },
  facts: {
    newest: 'Neuester Seitenaufruf',
    page: 'Seite',
    time: 'Zeit',
    browser: 'Browser',
    os: 'System',
    device: 'Gerät',
    country: 'Land',
    channel: 'Herkunft',
    untitled: 'Seite ohne Titel',
  },
}
