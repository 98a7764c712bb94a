import { attempt } from './attempt.ts'

/** A visitor, often the site's owner, may say `localStorage['micrologs-ignore'] = 'true'`: then nothing is sent. */
export function isOptedOut(): boolean {
  return attempt(() => localStorage['micrologs-ignore'] as unknown) === 'true'
}
