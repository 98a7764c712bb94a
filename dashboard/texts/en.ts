import type { Texts } from './texts.ts'

export const en: Texts = {
  unknown: 'Unknown',
  units: { hour: 'h', minute: 'm', second: 's' },
  steps: {
    title: 'Three steps to your first report',
    about: (project) => `Micrologs is running and ready to count for ${project}.`,
    done: 'Done:',
    tag: {
      title: 'Paste this tag into your page, before </head>',
      about: 'Every page that is to be counted needs it. A template or a header file is a good place.',
      copy: 'Copy the tag',
      copied: 'Copied',
      selected: 'Selected: copy it with Ctrl+C',
      identity: {
        daily: 'It sets no cookie and leaves nothing on your visitors’ devices.',
        cache: 'It sets no cookie: the browser’s own cache tells whether a visitor was already here today.',
        cookie: 'It sets a first-party cookie for a year, so ask your visitors for their consent first.',
      },
    },
    view: {
      title: 'Open the page in a browser',
      about: 'What you do there shows up here by itself, usually within a few seconds.',
      waiting: 'Waiting for the first page view…',
      received: 'Received',
      soFar: (views, shown, isAll) =>
        `${shown}${isAll ? '' : ' or more'} page ${views === 1 ? 'view' : 'views'} so far`,
      nothing: {
        title: 'Nothing arrives?',
        points: [
          'Look for micrologs.js in the page’s source: the browser may still show an older copy of the page.',
          'Switch off ad blockers, “Do not track” and Global Privacy Control for this page, or try another browser: visitors who ask not to be counted are not.',
          'The page’s host must be one of the project’s domains, if the project names any.',
          'Browsers that are driven by programs are taken for bots and left out.',
        ],
      },
    },
    report: {
      title: 'Read your reports',
      about:
        'Enter the secret key that was printed when the project was made. It stays in this tab and is gone when you close it.',
    },
  },
  view: {
    newest: 'Newest page view',
    page: 'Page',
    time: 'Time',
    browser: 'Browser',
    os: 'System',
    device: 'Device',
    country: 'Country',
    channel: 'Came from',
    untitled: 'Page without a title',
  },
  closed: {
    title: 'Micrologs is running',
    about:
      'Enter the secret key of your project to read its reports. It stays in this tab and is gone when you close it.',
    setup:
      'The tag and the first steps are shown on the server itself, and through the set-up link printed at its start.',
  },
  key: {
    label: 'Secret key',
    open: 'Show the reports',
    forget: 'Forget the key',
    lost: 'Lost it? “node app.js project regenerate-keys” makes a new one.',
    missing: 'Enter the secret key first.',
    isPublic: 'That is a public key. The secret key is twice as long: 64 characters.',
    malformed: 'A secret key has 64 characters, all of them 0 to 9 or a to f. Was it copied in full?',
    refused: 'The server does not know this key. It may have been replaced, or its project is switched off.',
  },
  report: {
    title: 'Report',
    range: 'Range',
    ranges: { today: 'Today', '7d': '7 days', '30d': '30 days', '90d': '90 days' },
    loading: 'Loading the reports…',
    empty: {
      title: 'No page views in this range',
      about: 'Choose a longer range, or open a page that has the tag: it shows up here within seconds.',
    },
    figures: {
      title: 'In numbers',
      visitors: 'Visitors',
      views: 'Page views',
      visits: 'Visits',
      bounces: 'Bounce rate',
      time: 'Visit time',
      visitorsBy: {
        daily: 'counted anew each day',
        cache: 'counted anew each day',
        cookie: 'told apart by a cookie',
      },
      perVisit: (views) => `${views} per visit`,
      visitsEnd: 'a 30-minute gap ends one',
      bouncesAre: 'visits with one page view',
      withoutBounces: (time) => `${time} without bounces`,
    },
    days: { title: 'Page views and visitors by day', day: 'Day', asTable: 'As a table' },
    lists: {
      pages: 'Pages',
      channels: 'Channels',
      referrers: 'Referring pages',
      countries: 'Countries',
      browsers: 'Browsers',
      systems: 'Systems',
      devices: 'Devices',
      all: (count) => `Show all ${count}`,
      fewer: 'Show fewer',
      nothing: 'Nothing yet.',
      noReferrers: 'Nobody came through a link on another site yet.',
      noCountries: 'No country is known yet. “node app.js geo install” adds a database of places.',
    },
    tag: 'The tag for your pages',
  },
  channels: {
    direct: 'Direct',
    organic_search: 'Search',
    social: 'Social media',
    referral: 'Other sites',
    email: 'E-mail',
    ai: 'AI assistants',
    video: 'Video',
    paid: 'Advertising',
  },
  devices: {
    desktop: 'Desktop',
    mobile: 'Phone',
    tablet: 'Tablet',
    tv: 'TV',
    console: 'Game console',
    wearable: 'Wearable',
  },
  faults: {
    unreachable: {
      title: 'Micrologs does not answer',
      about: 'The server may be restarting, or this device is offline. The page keeps trying by itself.',
    },
    away: {
      title: 'The database does not answer',
      about: 'Page views are kept and will appear here once it is back. The page keeps trying by itself.',
    },
    busy: {
      title: 'Too many requests',
      about: 'The server asks for a pause. The page goes on by itself in a moment.',
    },
    missing: {
      title: 'There is no project yet',
      about: 'Make one on the server with “node app.js project create”. It prints the keys and the tag.',
    },
    refused: { title: 'The key was refused', about: 'Enter the secret key again.' },
    forbidden: { title: 'Not for this key', about: 'Enter the secret key of the project.' },
    failed: {
      title: 'Something went wrong on the server',
      about: 'Its log says more. The page keeps trying by itself.',
    },
  },
}
