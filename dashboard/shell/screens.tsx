import type { ComponentType } from 'preact'
import { Analytics } from '../analytics/analytics.tsx'
import { Live } from '../live/live.tsx'
import type { IconName } from '../parts/icon.tsx'
import { lazyScreen } from '../parts/lazy-screen.tsx'
import type { Query } from '../routing/place.ts'
import type { CurrentProject } from '../session/session.ts'

/** What a screen of a project is given. It is made anew when the project changes. */
export interface ScreenProps {
  readonly project: CurrentProject
  /** What comes behind the screen's name: `#/p/1/issues/42` gives `['42']`. */
  readonly rest: readonly string[]
  /** The words of the address; `changeQuery` changes them. */
  readonly query: Query
}

interface Screen {
  readonly icon: IconName
  /** Behind `g`, goes there; empty for those that are reached from another one and stand not in the navigation. */
  readonly key: string
  readonly show: ComponentType<ScreenProps>
}

/**
 * What is not seen first, in one file: by themselves these screens would share so many parts in so many ways that each
 * began with a dozen files, and the first screen with twenty.
 */
const more = () => import('./more-screens.ts')
const Issues = lazyScreen(async () => (await more()).Issues)
const Links = lazyScreen(async () => (await more()).Links)
const Audit = lazyScreen(async () => (await more()).Audit)
const Settings = lazyScreen(async () => (await more()).Settings)
const Visits = lazyScreen(async () => (await more()).Visits)
const Visit = lazyScreen(async () => (await more()).Visit)

/** Screens of no project, by the first word of the address. */
export const OWN_SCREENS: Readonly<Record<string, ComponentType<{ readonly rest: readonly string[] }>>> = {
  account: lazyScreen(async () => (await more()).Account),
  install: lazyScreen(async () => (await more()).Install),
}

/**
 * The screens of a project by their name in the address, in the order of the navigation; the first one is what a project
 * opens with. Their names for people are in `texts.shell.nav`. Large ones are wrapped in `lazyScreen`.
 */
export const SCREENS = {
  analytics: { icon: 'overview', key: 'o', show: Analytics },
  live: { icon: 'live', key: 'l', show: Live },
  issues: { icon: 'issues', key: 'i', show: Issues },
  links: { icon: 'links', key: 's', show: Links },
  audit: { icon: 'audit', key: 'u', show: Audit },
  settings: { icon: 'settings', key: ',', show: Settings },
  visits: { icon: 'person', key: '', show: Visits },
  visit: { icon: 'person', key: '', show: Visit },
} as const satisfies Record<string, Screen>

export type ScreenName = keyof typeof SCREENS

const SCREEN_NAMES = Object.keys(SCREENS) as ScreenName[]

/** Those of the navigation. */
export const NAV_NAMES = SCREEN_NAMES.filter((name) => SCREENS[name].key !== '')

export const screenNamed = (name: string | undefined): ScreenName | undefined =>
  SCREEN_NAMES.find((known) => known === name)
