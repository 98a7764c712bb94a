import type { Page } from '../core/enriched.ts'
import { readPageUrl } from '../core/page-url.ts'
import type { Random } from './random.ts'
import type { Sampler } from './sampler.ts'
import { byRank, sampler } from './sampler.ts'
import type { Section } from './site.data.ts'
import { DWELL, LINKS, SITE } from './site.data.ts'

export interface SeedPage {
  readonly section: Section
  readonly page: Page
  readonly title: string
  /** How long half of the people stay at least, ms. */
  readonly dwell: number
}

export interface Site {
  /** Some page of a section, popular ones more often. */
  page(section: Section, random: Random): SeedPage
  /** Where somebody goes from a page; never to the page itself. */
  next(current: SeedPage, random: Random): SeedPage
  /** The page with this path; throws `TypeError` where there is none. */
  at(path: string): SeedPage
}

/** The site under a host name. */
export function makeSite(host: string): Site {
  const known = new Map<string, SeedPage>()
  const pages = mapSections((section) => {
    const all = SITE[section].map(([path, title]) => ({
      section,
      page: pageOf(host, path),
      title,
      dwell: DWELL[section] * 1000,
    }))
    for (const page of all) known.set(page.page.path, page)
    return byRank(all)
  })
  const links = mapSections((section) => sampler(LINKS[section]))
  const page = (section: Section, random: Random) => pages[section](random)
  return {
    page,
    next(current, random) {
      const section = links[current.section](random)
      let next = page(section, random)
      while (next.page.path === current.page.path) next = page(section, random)
      return next
    },
    at(path) {
      const found = known.get(path)
      if (found === undefined) throw new TypeError(`No page of the site: ${path}`)
      return found
    },
  }
}

const mapSections = <T>(make: (section: Section) => Sampler<T>) =>
  Object.fromEntries(Object.keys(SITE).map((name) => [name, make(name as Section)])) as Record<Section, Sampler<T>>

function pageOf(host: string, path: string): Page {
  const read = readPageUrl(`https://${host}${path}`)
  if (read === undefined) throw new TypeError(`Not a host name: ${host}`)
  return read.page
}
