import type { Clock } from '../core/clock.ts'
import { DAY, HOUR, MINUTE } from '../core/clock.ts'
import type { Db } from '../db/open-db.ts'
import type { Person } from './person.ts'
import { personById } from './person.ts'
import { newToken, tokenHash } from './secret-token.ts'

export type SessionMethod = 'password' | 'link' | 'provider' | 'invitation' | 'setup'

/** One browser that somebody is signed in with, or half: then only the second factor may be given. */
export interface Session {
  readonly id: number
  readonly isHalf: boolean
  readonly method: string
  readonly agent: string
  readonly createdAt: number
  readonly seenAt: number
  readonly endsAt: number
}

export interface Found {
  readonly session: Session
  readonly person: Person
}

/** Over when unused for so long, and in any case after so long. */
const IDLE = 14 * DAY
const LONGEST = 60 * DAY
/** For the second factor. */
const HALF = 10 * MINUTE
/** Codes that may be tried before the password is asked for again. */
const MOST_ATTEMPTS = 5
/** How exactly the last use is known: one write in this time. */
const SEEN_EVERY = HOUR / 4

export interface SessionStore {
  /** Gives the token for the cookie, which is kept nowhere. */
  open(person: number, how: { method: SessionMethod; agent: string; isHalf: boolean }): Promise<string>
  /** The session of a cookie's token; undefined for one that is unknown or over. */
  find(token: string): Promise<Found | undefined>
  /** Whether a half session may try one more code: five in all, however many come at once. */
  takeAttempt(id: number): Promise<boolean>
  /** Of a person, newest use first; without half ones. */
  list(person: number): Promise<Session[]>
  /** Whether there was one to end. */
  end(person: number, id: number): Promise<boolean>
  /** All of a person, but `except`; how many. */
  endAll(person: number, except?: number): Promise<number>
  /** Forgets what is over; how many. */
  sweep(): Promise<number>
}

export function makeSessionStore({ db, clock }: { db: Db; clock: Clock }): SessionStore {
  const isLive = ({ seenAt, endsAt }: Session, now: number) => now < endsAt && now < seenAt + IDLE

  return {
    async open(person, { method, agent, isHalf }) {
      const token = newToken()
      const now = clock.now()
      const row = {
        user_id: person,
        token_hash: tokenHash(token),
        state: isHalf ? 'half' : 'open',
        ...{ method, agent, attempts: 0, created_at: now, seen_at: now },
        ends_at: now + (isHalf ? HALF : LONGEST),
      }
      await db.write((tx) => tx.insertInto('sessions').values(row).execute())
      return token
    },

    async find(token) {
      const row = await db.read
        .selectFrom('sessions')
        .selectAll()
        .where('token_hash', '=', tokenHash(token))
        .executeTakeFirst()
      const now = clock.now()
      if (row === undefined || !isLive(sessionOf(row), now)) return undefined
      const person = await personById(db.read, row.user_id)
      if (person === undefined) return undefined
      if (row.state === 'open' && now - row.seen_at >= SEEN_EVERY)
        await db.write((tx) => tx.updateTable('sessions').set({ seen_at: now }).where('id', '=', row.id).execute())
      return { session: sessionOf(row), person }
    },

    async takeAttempt(id) {
      const taken = await db.write((tx) =>
        tx
          .updateTable('sessions')
          .set((column) => ({ attempts: column('attempts', '+', 1) }))
          .where('id', '=', id)
          .where('attempts', '<', MOST_ATTEMPTS)
          .executeTakeFirstOrThrow(),
      )
      return taken.numUpdatedRows > 0n
    },

    async list(person) {
      const rows = await db.read
        .selectFrom('sessions')
        .selectAll()
        .where('user_id', '=', person)
        .where('state', '=', 'open')
        .orderBy('seen_at', 'desc')
        .orderBy('id', 'desc')
        .execute()
      return rows.map(sessionOf).filter((session) => isLive(session, clock.now()))
    },

    async end(person, id) {
      const ended = await db.write((tx) =>
        tx.deleteFrom('sessions').where('user_id', '=', person).where('id', '=', id).executeTakeFirstOrThrow(),
      )
      return ended.numDeletedRows > 0n
    },

    async endAll(person, except = 0) {
      const ended = await db.write((tx) =>
        tx.deleteFrom('sessions').where('user_id', '=', person).where('id', '!=', except).executeTakeFirstOrThrow(),
      )
      return Number(ended.numDeletedRows)
    },

    async sweep() {
      const now = clock.now()
      const swept = await db.write((tx) =>
        tx
          .deleteFrom('sessions')
          .where((column) => column.or([column('ends_at', '<=', now), column('seen_at', '<=', now - IDLE)]))
          .executeTakeFirstOrThrow(),
      )
      return Number(swept.numDeletedRows)
    },
  }
}

interface SessionRow {
  readonly id: number
  readonly state: string
  readonly method: string
  readonly agent: string
  readonly created_at: number
  readonly seen_at: number
  readonly ends_at: number
}

const sessionOf = (row: SessionRow): Session => ({
  id: row.id,
  isHalf: row.state !== 'open',
  method: row.method,
  agent: row.agent,
  createdAt: row.created_at,
  seenAt: row.seen_at,
  endsAt: row.ends_at,
})
