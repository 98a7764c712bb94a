import type { Texts } from '../texts.ts'

export const shell: Texts['shell'] = {
  nav: {
    label: 'Bereiche des Projekts',
    analytics: 'Übersicht',
    live: 'Live',
    issues: 'Probleme',
    links: 'Links',
    audit: 'Protokoll',
    settings: 'Einstellungen',
    visits: 'Besuche',
    visit: 'Besuch',
  },
  skip: 'Zum Inhalt',
  projects: 'Projekte',
  allProjects: 'Alle Projekte',
  chooseProject: 'Projekt wählen',
  findProject: 'Projekt suchen',
  noSuchProject: {
    title: 'Dieses Projekt gibt es nicht',
    about: 'Oder Sie dürfen es nicht sehen. Wählen Sie ein anderes, oder lassen Sie sich einladen.',
  },
  noProject: {
    title: 'Noch kein Projekt',
    about:
      'Sie sind angemeldet, gehören aber zu keinem Projekt. Lassen Sie sich von jemandem einladen, der eines verwaltet.',
  },
  firstProject: {
    title: 'Legen Sie Ihr erstes Projekt an',
    about: 'Ein Projekt ist eine Website oder App, deren Besucher, Fehler und Links zusammengehören.',
    name: 'Name der Website oder App',
    make: 'Projekt anlegen',
  },
  account: 'Konto',
  language: 'Sprache',
  languages: { en: 'English', de: 'Deutsch' },
  theme: 'Farben',
  themes: { system: 'Wie das System', light: 'Hell', dark: 'Dunkel' },
  shortcuts: 'Tastenkürzel',
  openShortcuts: 'Tastenkürzel zeigen',
  goTo: (screen) => `Zu: ${screen}`,
  apiPage: 'API-Beschreibung',
  signOut: 'Abmelden',
  roles: { viewer: 'Liest mit', member: 'Mitglied', admin: 'Verwaltet', owner: 'Besitzt alles' },
  comeBack: {
    text: 'Sie kamen über einen Link, der einmal gilt. Mit E-Mail-Adresse und Passwort kommen Sie wieder herein.',
    open: 'Passwort setzen',
    title: 'Wiederkommen',
    about: 'Damit melden Sie sich von nun an an, auf jedem Gerät.',
    done: 'Gespeichert. Melden Sie sich beim nächsten Mal damit an.',
  },
}
