import type { Texts } from './texts.ts'

export const de: Texts = {
  unknown: 'Unbekannt',
  units: { hour: '\u00a0h', minute: '\u00a0min', second: '\u00a0s' },
  steps: {
    title: 'In drei Schritten zum ersten Bericht',
    about: (project) => `Micrologs läuft und ist bereit, für ${project} zu zählen.`,
    done: 'Erledigt:',
    tag: {
      title: 'Diese Zeile vor </head> in die Seite einfügen',
      about: 'Jede Seite, die gezählt werden soll, braucht sie. Eine Vorlage oder Kopfdatei ist ein guter Platz.',
      copy: 'Zeile kopieren',
      copied: 'Kopiert',
      selected: 'Markiert: mit Strg+C kopieren',
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
    report: {
      title: 'Die Berichte lesen',
      about:
        'Dazu den geheimen Schlüssel eingeben, der beim Anlegen des Projekts ausgegeben wurde. Er bleibt in diesem Tab und ist weg, sobald der Tab geschlossen wird.',
    },
  },
  view: {
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
  closed: {
    title: 'Micrologs läuft',
    about:
      'Der geheime Schlüssel des Projekts öffnet seine Berichte. Er bleibt in diesem Tab und ist weg, sobald der Tab geschlossen wird.',
    setup:
      'Die Zeile für die Seiten und die ersten Schritte zeigen sich auf dem Server selbst und über den Link, der bei dessen Start ausgegeben wird.',
  },
  key: {
    label: 'Geheimer Schlüssel',
    open: 'Berichte zeigen',
    forget: 'Schlüssel vergessen',
    lost: 'Verloren? „node app.js project regenerate-keys“ macht einen neuen.',
    missing: 'Bitte zuerst den geheimen Schlüssel eingeben.',
    isPublic: 'Das ist ein öffentlicher Schlüssel. Der geheime ist doppelt so lang: 64 Zeichen.',
    malformed: 'Ein geheimer Schlüssel hat 64 Zeichen, nur 0 bis 9 und a bis f. Ist er vollständig kopiert?',
    refused: 'Der Server kennt diesen Schlüssel nicht. Er wurde ersetzt, oder sein Projekt ist abgeschaltet.',
  },
  report: {
    title: 'Bericht',
    range: 'Zeitraum',
    ranges: { today: 'Heute', '7d': '7 Tage', '30d': '30 Tage', '90d': '90 Tage' },
    loading: 'Die Berichte werden geladen …',
    empty: {
      title: 'Keine Seitenaufrufe in diesem Zeitraum',
      about: 'Einen längeren Zeitraum wählen oder eine Seite mit der Zeile öffnen: In Sekunden erscheint sie hier.',
    },
    figures: {
      title: 'In Zahlen',
      visitors: 'Besucher',
      views: 'Seitenaufrufe',
      visits: 'Besuche',
      bounces: 'Absprungrate',
      time: 'Besuchsdauer',
      visitorsBy: {
        daily: 'jeden Tag neu gezählt',
        cache: 'jeden Tag neu gezählt',
        cookie: 'am Cookie erkannt',
      },
      perVisit: (views) => `${views} je Besuch`,
      visitsEnd: 'enden nach 30 Min. Pause',
      bouncesAre: 'Besuche mit nur einer Seite',
      withoutBounces: (time) => `${time} ohne Absprünge`,
    },
    days: { title: 'Seitenaufrufe und Besucher nach Tagen', day: 'Tag', asTable: 'Als Tabelle' },
    lists: {
      pages: 'Seiten',
      channels: 'Kanäle',
      referrers: 'Verweisende Seiten',
      countries: 'Länder',
      browsers: 'Browser',
      systems: 'Systeme',
      devices: 'Geräte',
      all: (count) => `Alle ${count} zeigen`,
      fewer: 'Weniger zeigen',
      nothing: 'Noch nichts.',
      noReferrers: 'Noch kam niemand über einen Link auf einer anderen Website.',
      noCountries: 'Noch ist kein Land bekannt. „node app.js geo install“ richtet eine Datenbank der Orte ein.',
    },
    tag: 'Die Zeile für die Seiten',
  },
  channels: {
    direct: 'Direkt',
    organic_search: 'Suche',
    social: 'Soziale Medien',
    referral: 'Andere Websites',
    email: 'E-Mail',
    ai: 'KI-Assistenten',
    video: 'Video',
    paid: 'Werbung',
  },
  devices: {
    desktop: 'Computer',
    mobile: 'Telefon',
    tablet: 'Tablet',
    tv: 'Fernseher',
    console: 'Spielkonsole',
    wearable: 'Wearable',
  },
  faults: {
    unreachable: {
      title: 'Micrologs antwortet nicht',
      about: 'Der Server startet vielleicht gerade neu, oder dieses Gerät ist offline. Es wird weiter versucht.',
    },
    away: {
      title: 'Die Datenbank antwortet nicht',
      about: 'Seitenaufrufe werden aufgehoben und erscheinen, sobald sie wieder da ist. Es wird weiter versucht.',
    },
    busy: {
      title: 'Zu viele Anfragen',
      about: 'Der Server bittet um eine Pause. Gleich geht es von selbst weiter.',
    },
    missing: {
      title: 'Es gibt noch kein Projekt',
      about: 'Auf dem Server legt „node app.js project create“ eines an und gibt Schlüssel und Zeile aus.',
    },
    refused: { title: 'Der Schlüssel wurde abgelehnt', about: 'Bitte den geheimen Schlüssel noch einmal eingeben.' },
    forbidden: { title: 'Nicht für diesen Schlüssel', about: 'Bitte den geheimen Schlüssel des Projekts eingeben.' },
    failed: {
      title: 'Auf dem Server ging etwas schief',
      about: 'Sein Protokoll sagt mehr. Es wird weiter versucht.',
    },
  },
}
