import type { FirstSteps } from '../../lib/wire/first-steps.ts'
import type { ReferrerCategory } from '../../lib/wire/report-parts.ts'
import type { FaultKind } from '../api/fault.ts'
import type { RangeName } from '../report/ranges.ts'

/** A heading, and a sentence or two below it. */
export interface Said {
  readonly title: string
  readonly about: string
}

/** Everything the page says in one language. Where a number decides about a word, the text is a function. */
export interface Texts {
  readonly unknown: string
  /** As they stand behind a number: `5m`, `5 min`. */
  readonly units: { readonly hour: string; readonly minute: string; readonly second: string }
  readonly steps: {
    readonly title: string
    readonly about: (project: string) => string
    readonly done: string
    readonly tag: Said & {
      readonly copy: string
      readonly copied: string
      /** When the browser does not let pages copy. */
      readonly selected: string
      readonly identity: Readonly<Record<FirstSteps['project']['identity'], string>>
    }
    readonly view: Said & {
      readonly waiting: string
      readonly received: string
      /** `shown` is the number as text; `isAll` is false where counting stopped at it. */
      readonly soFar: (views: number, shown: string, isAll: boolean) => string
      readonly nothing: { readonly title: string; readonly points: readonly string[] }
    }
    readonly report: Said
  }
  readonly view: {
    readonly newest: string
    readonly page: string
    readonly time: string
    readonly browser: string
    readonly os: string
    readonly device: string
    readonly country: string
    readonly channel: string
    readonly untitled: string
  }
  /** For readers who may not see the first steps. */
  readonly closed: Said & { readonly setup: string }
  readonly key: {
    readonly label: string
    readonly open: string
    readonly forget: string
    readonly lost: string
    readonly missing: string
    readonly isPublic: string
    readonly malformed: string
    readonly refused: string
  }
  readonly report: {
    readonly title: string
    readonly range: string
    readonly ranges: Readonly<Record<RangeName, string>>
    readonly loading: string
    readonly empty: Said
    readonly figures: {
      readonly title: string
      readonly visitors: string
      readonly views: string
      readonly visits: string
      readonly bounces: string
      readonly time: string
      readonly visitorsBy: Readonly<Record<FirstSteps['project']['identity'], string>>
      readonly perVisit: (views: string) => string
      readonly visitsEnd: string
      readonly bouncesAre: string
      readonly withoutBounces: (time: string) => string
    }
    readonly days: { readonly title: string; readonly day: string; readonly asTable: string }
    readonly lists: {
      readonly pages: string
      readonly channels: string
      readonly referrers: string
      readonly countries: string
      readonly browsers: string
      readonly systems: string
      readonly devices: string
      readonly all: (count: string) => string
      readonly fewer: string
      readonly nothing: string
      readonly noReferrers: string
      readonly noCountries: string
    }
    readonly tag: string
  }
  readonly channels: Readonly<Record<ReferrerCategory, string>>
  readonly devices: Readonly<Record<string, string>>
  readonly faults: Readonly<Record<FaultKind, Said>>
}
