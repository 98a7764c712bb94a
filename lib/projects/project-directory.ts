import path from 'node:path'
import type { Clock } from '../core/clock.ts'
import { SECOND } from '../core/clock.ts'
import { messageOf } from '../core/errors.ts'
import { sameSecret, sha256Hex } from '../core/hashing.ts'
import type { Log } from '../core/log.ts'
import { stampOf, writeWhole } from '../core/whole-file.ts'
import type { Project } from './project.ts'
import { readSnapshot, snapshotText } from './project-snapshot.ts'

/** How often a lookup may look whether another process has changed the snapshot. */
const LOOK_EVERY = SECOND
/** A secret is looked up by so much of its hash; the rest is compared in constant time. */
const SELECTOR_LENGTH = 16

interface Index {
  readonly projects: readonly Project[]
  readonly byPublicKey: ReadonlyMap<string, Project>
  readonly bySecret: ReadonlyMap<string, Project>
}

/**
 * The projects in memory: what every request asks, without a database. The list comes from the database now and then,
 * and from `projects.json` in the storage folder at once: there other processes leave what they changed, and there it
 * is found when the database is away at start. The file holds no secret but the hashes.
 */
export class ProjectDirectory {
  readonly #read: () => Promise<readonly Project[]>
  readonly #file: string
  readonly #clock: Clock
  readonly #log: Log
  #index: Index | undefined
  /** The list in memory, and the list in the file as of `#stamp`, as text. */
  #text = ''
  #fileText = ''
  #stamp: string | undefined
  #lookedAt: number
  #isFailing = false
  #isUnkept = false
  #running: Promise<void> = Promise.resolve()
  #next: Promise<void> | undefined

  /** `read` gives every project from the database. Loads the snapshot, if there is one. */
  constructor(options: { read: () => Promise<readonly Project[]>; storageDir: string; clock: Clock; log: Log }) {
    this.#read = options.read
    this.#file = path.join(options.storageDir, 'projects.json')
    this.#clock = options.clock
    this.#log = options.log
    this.#lookedAt = options.clock.now()
    this.#takeSnapshot()
  }

  /** False while no list could ever be read: then an unknown key may still be a good one. */
  get known(): boolean {
    return this.#current() !== undefined
  }

  /** Every project, disabled ones too. */
  all(): readonly Project[] {
    return this.#current()?.projects ?? []
  }

  /** The project that is on and has this public key, in any case. */
  byPublicKey(key: string): Project | undefined {
    return this.#current()?.byPublicKey.get(key.toLowerCase())
  }

  /** The project that is on and has this secret key, in any case. */
  bySecretKey(key: string): Project | undefined {
    const hash = sha256Hex(key.toLowerCase())
    const project = this.#current()?.bySecret.get(hash.slice(0, SELECTOR_LENGTH))
    return project && sameSecret(project.secretHash, hash) ? project : undefined
  }

  /** Reads the database, and leaves what is new for other processes. Throws the database's fault; the list stays. */
  refresh(): Promise<void> {
    if (this.#next) return this.#next
    // One at a time. Who asks while one runs waits for another: the running one may have read before the change.
    const next = this.#running.then(() => {
      this.#next = undefined
      return this.#load()
    })
    this.#next = next
    this.#running = next.catch(() => undefined)
    return next
  }

  /** To be called after a write. Never throws: the write is done, and the next refresh will see it. */
  changed(): Promise<void> {
    return this.maintain()
  }

  /** `refresh` for a timer: never throws, says in the log when the database goes away and when it is back. */
  async maintain(): Promise<void> {
    try {
      await this.refresh()
      if (this.#isFailing) this.#log.info({}, 'The list of projects can be read again')
      this.#isFailing = false
    } catch (fault) {
      if (!this.#isFailing)
        this.#log.warn({ fault: messageOf(fault) }, 'The list of projects cannot be read; the old one stays')
      this.#isFailing = true
    }
  }

  async #load(): Promise<void> {
    const before = stampOf(this.#file)
    let projects = await this.#read()
    // Another process wrote while we read: what we hold may be older than what it left.
    if (stampOf(this.#file) !== before) projects = await this.#read()
    this.#takeSnapshot()
    const text = snapshotText(projects)
    this.#take(projects, text)
    if (text !== this.#fileText) this.#leaveSnapshot(text)
  }

  #current(): Index | undefined {
    const now = this.#clock.now()
    // The clock may be set back.
    if (Math.abs(now - this.#lookedAt) >= LOOK_EVERY) {
      this.#lookedAt = now
      this.#takeSnapshot()
    }
    return this.#index
  }

  #takeSnapshot(): void {
    const stamp = stampOf(this.#file)
    if (stamp === this.#stamp) return
    const projects = readSnapshot(this.#file)
    this.#stamp = stamp
    this.#fileText = projects ? snapshotText(projects) : ''
    if (projects) this.#take(projects, this.#fileText)
  }

  #leaveSnapshot(text: string): void {
    try {
      this.#stamp = writeWhole(this.#file, text)
      this.#fileText = text
      this.#isUnkept = false
    } catch (fault) {
      if (!this.#isUnkept)
        this.#log.warn({ fault: messageOf(fault) }, 'The list of projects cannot be kept in the storage folder')
      this.#isUnkept = true
    }
  }

  #take(projects: readonly Project[], text: string): void {
    if (this.#index && text === this.#text) return
    const active = projects.filter((project) => project.isActive)
    this.#text = text
    this.#index = {
      projects,
      byPublicKey: new Map(active.map((project) => [project.publicKey, project])),
      bySecret: new Map(active.map((project) => [project.secretHash.slice(0, SELECTOR_LENGTH), project])),
    }
  }
}
