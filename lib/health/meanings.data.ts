import type { Checks } from './checks.ts'

/** What each check is about, for people who look for the first time. */
export interface Meaning {
  readonly title: string
  readonly meaning: string
  readonly advice: string
}

/** What can only be told to who asks over the network. */
type OfRequest = 'node' | 'clock' | 'database-limits' | 'base-path' | 'public-address' | 'client-address'

export const MEANINGS: Readonly<Record<keyof Checks | OfRequest, Meaning>> = {
  database: {
    title: 'Database',
    meaning: 'While it is away, what comes in waits in files and nothing is lost, but there are no reports.',
    advice:
      'Look at DATABASE_URL: the host’s panel shows name, user and password. Connections may be used up: wait a minute.',
  },
  disk: {
    title: 'Size of the database',
    meaning: 'When the host’s quota is reached, nothing more can be stored.',
    advice: 'Keep less (retention in the settings of projects), or ask the host for more and set DATABASE_QUOTA.',
  },
  spool: {
    title: 'Records that wait',
    meaning:
      'Everything is written to a file first and to the database a moment later. What waits long waits for the database; what was set aside could not be stored.',
    advice: 'See to the database. "node app.js spool retry" puts what was set aside back in line.',
  },
  storage: {
    title: 'Storage folder',
    meaning: 'The only folder that is written to. Without it nothing can be accepted.',
    advice: 'It must belong to the account that runs the app, with room in its quota.',
  },
  geo: {
    title: 'Places',
    meaning: 'Without a place database countries are guessed from time zones, and there are no regions and cities.',
    advice: '"node app.js geo install" adds one.',
  },
  jobs: {
    title: 'Background work',
    meaning:
      'Packing finished days, deleting what is old, checking audit logs. What fails is tried again, later and later.',
    advice: 'The reason stands with the job. Add the cron line, so that work is done while nobody visits.',
  },
  release: {
    title: 'Release',
    meaning: 'Which version runs. When a new one could not start, the one before goes on.',
    advice: 'Upload the new version again, whole, and restart the app.',
  },
  node: {
    title: 'Node.js',
    meaning: 'Older versions get no security fixes.',
    advice: 'Choose a newer version in the panel, under "Setup Node.js App".',
  },
  clock: {
    title: 'Clock',
    meaning:
      'When the clocks of the app and of the database differ, jobs of several processes may get in each other’s way.',
    advice: 'Ask the host to set the clock.',
  },
  'database-limits': {
    title: 'Limits of the database',
    meaning: 'Hosts allow few connections. Over the limit records wait in files, and reports fail for a while.',
    advice: 'Set DATABASE_POOL to 1, or ask the host for more connections.',
  },
  'base-path': {
    title: 'Path of the app',
    meaning: 'Tags and links begin with PUBLIC_URL. When it ends elsewhere, they lead nowhere.',
    advice: 'Make PUBLIC_URL end with the path under which the panel has the app, or set BASE_PATH to it.',
  },
  'public-address': {
    title: 'Public address',
    meaning:
      'It stands in the tag, in links and in what is sent to providers. Without https the cookie of a session can be read on the way.',
    advice: 'Set PUBLIC_URL to the address that browsers use, with https://.',
  },
  'client-address': {
    title: 'Addresses of visitors',
    meaning: 'When the address of the front server is taken for that of every visitor, all of them look like one.',
    advice: 'The front server must send X-Forwarded-For, and TRUST_PROXY must be on behind it.',
  },
}
