import { statusOf } from '../api/reach.ts'

/** What nobody may fetch: settings with the password of the database, codes, data, and the app itself. */
const FILES = [
  ...['storage/settings.env', 'storage/setup-code.txt', 'storage/projects.json', 'storage/log/micrologs.log'],
  ...['storage/micrologs.db', 'storage/.htaccess', '.htaccess', 'app.js', 'package.json', 'loader/start.js'],
  ...['releases/chosen.json', 'tmp/restart.txt', 'INSTALL.txt', 'stderr.log'],
]

export interface FileFound {
  readonly name: string
  readonly status: number
}

/** Those that a stranger could fetch, or whose answer says neither that nor the contrary. `version`: that runs. */
export async function openFiles(version: string | undefined): Promise<{ all: number; open: readonly FileFound[] }> {
  const ofRelease = version === undefined ? [] : [`releases/${version}/manifest.json`, `releases/${version}/server.cjs`]
  const names = [...FILES, ...ofRelease]
  const found: FileFound[] = []
  for (const name of names) found.push({ name, status: await statusOf(name) })
  return { all: names.length, open: found.filter(({ status }) => status !== 403 && status !== 404) }
}

/** Anything else than a refusal is told; only what was given is a leak. */
export const isLeak = ({ status }: FileFound): boolean => status >= 200 && status < 300
