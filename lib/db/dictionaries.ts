import { hashId } from '../core/hashing.ts'
import { Lru } from '../core/lru.ts'
import { upsertRows } from './dialect.ts'
import type { Db } from './open-db.ts'
import type { DictionaryName } from './schema.ts'

/** A value of a dictionary: its columns in the order of `COLUMNS`. All empty means "none", which is 0. */
export interface Term {
  readonly project: number
  readonly name: DictionaryName
  readonly values: readonly string[]
}

const COLUMNS = {
  pages: ['url', 'host', 'path'],
  texts: ['value'],
  agents: ['device', 'os', 'os_version', 'browser', 'browser_version'],
  places: ['country', 'region', 'city'],
  sources: ['channel', 'name', 'url'],
  campaigns: ['utm_source', 'utm_medium', 'utm_campaign', 'utm_content', 'utm_term', 'click_id'],
} as const satisfies Record<DictionaryName, readonly string[]>

/** Terms remembered by one process. */
const REMEMBERED = 6_000
const LOOKUP_AT_ONCE = 500

/** Numbers for strings that repeat. Numbers are given once and never change, so remembering them is safe. */
export interface Dictionaries {
  /** Gives a number to every term that has none yet, and answers with the numbers of all of them. */
  learn(terms: Iterable<Term>): Promise<Numbers>
}

/** The number of a term that was learnt; throws for any other. */
export type Numbers = (term: Term) => number

const isNone = (term: Term) => term.values.every((value) => value === '')
const keyOf = (term: Term) => `${term.name}\u001f${term.project}\u001f${term.values.join('\u001f')}`

/**
 * New terms are written in transactions of their own, before and apart from the records that use them: they are
 * harmless when those fail, and the locks on them are short.
 */
export function makeDictionaries(db: Db): Dictionaries {
  const known = new Lru<string, number>(REMEMBERED)

  async function learnSome(name: DictionaryName, terms: readonly Term[], numbers: Map<string, number>): Promise<void> {
    const byHash = new Map<string, Term>()
    const rows = terms.map((term) => {
      const hash = hashId(...term.values)
      byHash.set(`${term.project} ${hash}`, term)
      return { project_id: term.project, hash, ...columnsOf(term) }
    })
    rows.sort((a, b) => a.project_id - b.project_id || a.hash - b.hash)
    const remember = async () => {
      const found = await db.read
        .selectFrom(name)
        .select(['id', 'project_id', 'hash'])
        .where('project_id', 'in', [...new Set(rows.map((row) => row.project_id))])
        .where('hash', 'in', [...new Set(rows.map((row) => row.hash))])
        .execute()
      for (const { id, project_id, hash } of found) {
        const term = byHash.get(`${project_id} ${hash}`)
        if (term === undefined) continue
        known.set(keyOf(term), id)
        numbers.set(keyOf(term), id)
        byHash.delete(`${project_id} ${hash}`)
      }
    }
    await remember()
    if (byHash.size === 0) return
    const missing = rows.filter((row) => byHash.has(`${row.project_id} ${row.hash}`))
    await db.write((tx) =>
      upsertRows(tx, db.engine, name, missing as never, ['project_id', 'hash'] as never, { hash: 'keep' } as never),
    )
    await remember()
  }

  return {
    async learn(terms) {
      const unknown = new Map<string, Term>()
      // Of its own, because what is remembered may be more than the ceiling of `known`.
      const numbers = new Map<string, number>()
      for (const term of terms) {
        if (isNone(term)) continue
        const key = keyOf(term)
        const id = numbers.get(key) ?? known.get(key)
        if (id === undefined) unknown.set(key, term)
        else numbers.set(key, id)
      }
      for (const name of Object.keys(COLUMNS) as DictionaryName[]) {
        const group = [...unknown.values()].filter((term) => term.name === name)
        for (let at = 0; at < group.length; at += LOOKUP_AT_ONCE)
          await learnSome(name, group.slice(at, at + LOOKUP_AT_ONCE), numbers)
      }
      return (term) => {
        const id = isNone(term) ? 0 : numbers.get(keyOf(term))
        if (id === undefined) throw new Error(`A term of ${term.name} was used before it was learnt`)
        return id
      }
    },
  }
}

const columnsOf = (term: Term) =>
  Object.fromEntries(COLUMNS[term.name].map((column, index) => [column, term.values[index] ?? '']))
