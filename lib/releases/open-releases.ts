import { rmSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Clock } from '../core/clock.ts'
import { AppError } from '../core/errors.ts'
import type { ReleaseAnswer } from '../wire/releases.ts'
import { chooseRelease } from './choice.ts'
import { diskFault } from './disk-fault.ts'
import { MANIFEST } from './manifest.ts'
import { putBeside, putRelease, removeFolder, stagingFolder, touchRestart } from './put-in-place.ts'
import { unpackRelease } from './unpack-release.ts'

/** A release on disk, as the loader sees it. */
export interface FoundRelease {
  readonly version: string
  readonly folder: string
  /** Why it is left out; undefined when it is whole. */
  readonly fault?: string | undefined
  /** It did not start twice, and is left alone for a while. */
  readonly isGivenUp: boolean
}

/** The releases beside the one that runs: what owners do with them. */
export interface Releases {
  /** Whether this app came in a zip; a checkout has no releases. */
  readonly isReleased: boolean
  /** Public keys whose releases are taken. */
  readonly keys: readonly string[]
  /** Newest first. */
  list(): ReleaseAnswer[]
  /** Where an upload may be written to; the caller removes it. Throws `conflict` in a checkout. */
  newFolder(): string
  /**
   * Takes a zip, which runs from the next start on; gives its version. Whatever happens on the way, what ran before still does.
   * Throws `invalid_input` and `conflict` in words, and leaves nothing behind then.
   */
  install(zip: string): Promise<string>
  /** From the next start on this one runs; the one before unless told. Gives the version. Throws `not_found` and `conflict`. */
  choose(version?: string): string
  /** Throws `conflict` for the one that runs and the one before. */
  remove(version: string): void
}

interface Parts {
  readonly root: string
  readonly storageDir: string
  readonly running: string
  readonly node: string
  readonly keys: readonly string[]
  readonly clock: Clock
  /** As the loader lists them, newest first; undefined in a checkout. */
  readonly find: (() => readonly FoundRelease[]) | undefined
}

export function openReleases({ root, storageDir, running, node, keys, clock, find }: Parts): Releases {
  const found = () => {
    if (find === undefined)
      throw new AppError('conflict', 'This is a checkout and no release. Update it as it came: git pull && npm ci.')
    return find()
  }

  const list = (): ReleaseAnswer[] => (find === undefined ? [] : stated(find(), running))

  function take(version: string, all: readonly FoundRelease[]): void {
    const newest = all.find(({ fault }) => fault === undefined)
    chooseRelease(root, version, newest?.version ?? version)
    touchRestart(root, clock.now())
  }

  return {
    isReleased: find !== undefined,
    keys,
    list,
    newFolder() {
      found()
      return stagingFolder(storageDir, clock.now())
    },

    async install(zip) {
      found()
      const folder = stagingFolder(storageDir, clock.now())
      try {
        const { version, beside } = await unpackRelease(zip, folder, { keys, running, node })
        const isThere = found().some((one) => one.version === version && one.fault === undefined)
        putRelease(folder, root, version, isThere)
        try {
          putBeside(folder, root, Object.keys(beside))
          take(version, found())
        } catch (fault) {
          removeFolder(path.join(root, 'releases', version))
          throw fault
        }
        return version
      } catch (fault) {
        throw diskFault(fault)
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    },

    choose(version) {
      const all = found()
      const wanted = version ?? list().find(({ state }) => state === 'before')?.version
      if (wanted === undefined) throw new AppError('not_found', 'There is no release before this one to go back to.')
      if (wanted === running) throw new AppError('conflict', `Version ${wanted} runs already.`)
      const one = named(all, wanted)
      if (one.fault !== undefined) throw new AppError('conflict', `Version ${wanted} cannot run: ${one.fault}`)
      take(wanted, all)
      return wanted
    },

    remove(version) {
      const one = named(found(), version)
      const state = list().find((answer) => answer.version === version)?.state
      if (state === 'running') throw new AppError('conflict', `Version ${version} runs.`)
      if (state === 'before')
        throw new AppError('conflict', `Version ${version} is kept: when the one that runs breaks, it takes over.`)
      removeFolder(one.folder)
    },
  }
}

function named(all: readonly FoundRelease[], version: string): FoundRelease {
  const one = all.find((release) => release.version === version)
  if (one === undefined) throw new AppError('not_found', `There is no release ${version}.`)
  return one
}

function stated(all: readonly FoundRelease[], running: string): ReleaseAnswer[] {
  const at = all.findIndex(({ version }) => version === running)
  const before = all.findIndex(({ fault }, index) => index > at && fault === undefined)
  return all.map(({ version, folder, fault, isGivenUp }, index) => ({
    version,
    state:
      index === at
        ? 'running'
        : fault !== undefined
          ? 'broken'
          : isGivenUp
            ? 'failed'
            : index === before
              ? 'before'
              : index < at
                ? 'newer'
                : 'older',
    reason: fault ?? '',
    since: sinceOf(folder),
  }))
}

/** When it was unpacked here; where a file manager did it, when it was made. */
function sinceOf(folder: string): string | null {
  const stats = statSync(path.join(folder, MANIFEST), { throwIfNoEntry: false })
  return stats === undefined ? null : stats.mtime.toISOString()
}
