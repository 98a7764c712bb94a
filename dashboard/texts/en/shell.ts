import type { RoleName } from '../../../lib/wire/accounts.ts'

/** What stands around every screen. */
export const shell = {
  nav: {
    label: 'Sections of the project',
    analytics: 'Overview',
    live: 'Live',
    issues: 'Issues',
    links: 'Links',
    audit: 'Audit',
    settings: 'Settings',
    visits: 'Visits',
    visit: 'Visit',
  },
  skip: 'Skip to the content',
  projects: 'Projects',
  allProjects: 'All projects',
  chooseProject: 'Choose a project',
  findProject: 'Find a project',
  noSuchProject: {
    title: 'There is no such project',
    about: 'Or it is not yours to see. Choose another one, or ask an administrator to invite you.',
  },
  noProject: {
    title: 'No project yet',
    about: 'You are signed in, but belong to no project. Ask an administrator to invite you to one.',
  },
  firstProject: {
    title: 'Make your first project',
    about: 'A project is a site or an app whose visitors, errors and links belong together.',
    name: 'Name of the site or app',
    make: 'Make the project',
  },
  account: 'Account',
  language: 'Language',
  languages: { en: 'English', de: 'Deutsch' },
  theme: 'Theme',
  themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
  shortcuts: 'Keyboard shortcuts',
  openShortcuts: 'Show the shortcuts',
  goTo: (screen: string) => `Go to ${screen}`,
  apiPage: 'API reference',
  signOut: 'Sign out',
  roles: { viewer: 'Viewer', member: 'Member', admin: 'Administrator', owner: 'Owner' } satisfies Record<
    RoleName,
    string
  >,
  comeBack: {
    text: 'You came in by a link that works once. Set an e-mail address and a password to come back.',
    open: 'Set a password',
    title: 'Keep your way in',
    about: 'With these you sign in from now on, on any device.',
    done: 'Saved. Sign in with them next time.',
  },
}
