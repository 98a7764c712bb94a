/** From the tag to the first page view. */
export const firstSteps = {
  title: 'Two steps to your first report',
  about: (project: string) => `Micrologs is running and ready to count for ${project}.`,
  done: 'Done:',
  toReport: 'See the report',
  tag: {
    title: 'Paste this tag into your page, before </head>',
    about: 'Every page that is to be counted needs it. A template or a header file is a good place.',
    copy: 'Copy the tag',
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
    soFar: (views: number, shown: string, isAll: boolean) =>
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
  facts: {
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
}
