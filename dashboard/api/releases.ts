import type { ReleaseList, ReleaseTaken } from '../../lib/wire/releases.ts'
import { ask, send, sendFile } from './ask.ts'

/** The versions of Micrologs on the server, for owners. */

export const askReleases = () => ask<ReleaseList>('releases/list')
export const installRelease = (zip: File) => sendFile<ReleaseTaken>('releases/install', 'release', zip)
export const chooseRelease = (version: string) => send<ReleaseTaken>('releases/choose', { version })
export const deleteRelease = (version: string) => send('releases/delete', { version })
