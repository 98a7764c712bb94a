import { AppError } from '../core/errors.ts'
import { hashId } from '../core/hashing.ts'
import type { Db } from '../db/open-db.ts'
import type { LinkStore } from '../links/link-store.ts'
import { makeLinkStore } from '../links/link-store.ts'
import type { LinkName } from './short-links.data.ts'
import { SHORT_LINKS } from './short-links.data.ts'
import type { Site } from './site.ts'

/** The numbers of the seed's links in the table. */
export type LinkNumbers = Readonly<Record<LinkName, number>>

/** Makes those of the seed's links that a project does not have yet; `since` is when they were made, as it were. */
export async function ensureLinks(db: Db, project: number, site: Site, since: number): Promise<LinkNumbers> {
  const store = makeLinkStore({ db, clock: { now: () => since }, changed: () => Promise.resolve() })
  const numbers: Partial<Record<LinkName, number>> = {}
  // One after the other, so that they are numbered in the same order every time.
  for (const name of Object.keys(SHORT_LINKS) as LinkName[])
    numbers[name] = await ensureLink(store, project, site, name)
  return numbers as LinkNumbers
}

async function ensureLink(store: LinkStore, project: number, site: Site, name: LinkName): Promise<number> {
  const { label, path, query } = SHORT_LINKS[name]
  const destination = `${site.at(path).page.url}?${query}`
  // A code is the only one of its kind in the whole install: where somebody else has it, the next one is taken.
  for (let attempt = 0; ; attempt++) {
    const code = linkCode(project, name, attempt)
    const made = await unless('conflict', store.create(project, { destination, label, code }))
    const link = made ?? (await unless('not_found', store.find(project, code)))
    if (link !== undefined) return link.id
  }
}

const CODE_LENGTH = 8

/** The same link of the same project has the same code, whatever the seed: it is one link, however often it is seeded. */
export const linkCode = (project: number, name: LinkName, attempt: number): string =>
  hashId('short link', project, name, attempt).toString(36).padStart(CODE_LENGTH, '0').slice(-CODE_LENGTH)

const unless = <T>(code: AppError['code'], work: Promise<T>): Promise<T | undefined> =>
  work.catch((fault: unknown) => {
    if (fault instanceof AppError && fault.code === code) return undefined
    throw fault
  })
