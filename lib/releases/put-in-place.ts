import {
  closeSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs'
import path from 'node:path'
import { AppError, codeOf } from '../core/errors.ts'
import { randomHex } from '../core/ids.ts'

/**
 * Moves `releases/<version>` of an unpacked zip into the folder of the app, in one step: whoever starts meanwhile sees all of it or
 * nothing. Throws `conflict` when it is there already; what stands in its place but is not whole gives way.
 */
export function putRelease(unpacked: string, root: string, version: string, isWhole: boolean): void {
  const releases = path.join(root, 'releases')
  const target = path.join(releases, version)
  if (isWhole) throw new AppError('conflict', `Version ${version} is here already. Choose it in the list.`)
  mkdirSync(releases, { recursive: true })
  if (existsSync(target)) removeFolder(target)
  const from = path.join(unpacked, 'releases', version)
  try {
    renameSync(from, target)
  } catch (fault) {
    if (codeOf(fault) === 'ENOTEMPTY' || codeOf(fault) === 'EEXIST')
      throw new AppError('conflict', `Version ${version} was uploaded by somebody else just now.`, { cause: fault })
    if (codeOf(fault) !== 'EXDEV') throw fault
    // The storage folder lies on another disk. Names that begin with a dot are no releases.
    const near = path.join(releases, `.${randomHex(6)}`)
    try {
      cpSync(from, near, { recursive: true })
      renameSync(near, target)
    } finally {
      rmSync(near, { recursive: true, force: true })
    }
  }
}

/** Takes a release away: it is gone at once, its files a moment later. */
export function removeFolder(folder: string): void {
  const gone = path.join(path.dirname(folder), `.${randomHex(6)}`)
  renameSync(folder, gone)
  rmSync(gone, { recursive: true, force: true })
}

/**
 * Replaces the files beside `releases/` that differ. All are written before the first takes its place, what is new first and
 * `app.js` last: a kill in between leaves files that go together, because loaders only ever learn more. Somebody may have
 * changed an `.htaccess`: those are written only where there is none. Throws when the disk is full; then nothing was replaced.
 */
export function putBeside(unpacked: string, root: string, names: readonly string[]): void {
  const drafts: { readonly draft: string; readonly target: string; readonly isNew: boolean }[] = []
  try {
    for (const name of names.filter((one) => !path.basename(one).startsWith('.') && one !== RESTART)) {
      const [from, target] = [path.join(unpacked, name), path.join(root, name)]
      const isNew = !existsSync(target)
      if (!isNew && readFileSync(target).equals(readFileSync(from))) continue
      mkdirSync(path.dirname(target), { recursive: true })
      const draft = `${target}.${randomHex(4)}.part`
      drafts.push({ draft, target, isNew })
      copyFileSync(from, draft)
    }
    const last = path.join(root, 'app.js')
    const rank = (one: (typeof drafts)[number]) => (one.isNew ? 0 : one.target === last ? 2 : 1)
    for (const one of [...drafts].sort((a, b) => rank(a) - rank(b))) renameSync(one.draft, one.target)
  } finally {
    for (const { draft } of drafts) rmSync(draft, { force: true })
  }
  for (const name of names.filter((one) => path.basename(one).startsWith('.'))) {
    const target = path.join(root, name)
    if (existsSync(target)) continue
    mkdirSync(path.dirname(target), { recursive: true })
    copyFileSync(path.join(unpacked, name), target)
  }
}

const RESTART = 'tmp/restart.txt'

/** Tells Passenger and LiteSpeed that the app is to be started anew: they look at the file's time, so a full disk is no matter. */
export function touchRestart(root: string, now: number): void {
  const file = path.join(root, RESTART)
  mkdirSync(path.dirname(file), { recursive: true })
  closeSync(openSync(file, 'a'))
  utimesSync(file, now / 1000, now / 1000)
}

/** A fresh folder for one upload; what uploads that were killed left behind goes. */
export function stagingFolder(storageDir: string, now: number): string {
  const all = path.join(storageDir, 'updates')
  mkdirSync(all, { recursive: true })
  for (const name of readdirSync(all)) {
    const left = path.join(all, name)
    const { mtimeMs } = statSync(left, { throwIfNoEntry: false }) ?? { mtimeMs: now }
    if (now - mtimeMs > LEFT_FOR_MS) rmSync(left, { recursive: true, force: true })
  }
  const folder = path.join(all, randomHex(8))
  mkdirSync(folder)
  return folder
}

/** No upload takes so long. */
const LEFT_FOR_MS = 60 * 60 * 1000
