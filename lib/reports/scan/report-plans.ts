import type { Dimension, DimensionValues } from '../engine.ts'
import type { Texts } from './dictionary-reader.ts'
import type { DimensionPlan } from './dimensions.ts'
import { isReferral } from './dimensions.ts'

/** How the first reports name things: some values are left out, pages are whole addresses. Ties go by the fields in order. */
export const REPORT_PLANS: {
  readonly [D in Dimension]: DimensionPlan & { readonly fields: readonly (keyof DimensionValues[D])[] }
} = {
  page: { shape: 'addresses', column: 'view.page', value: unlessEmpty(0, [0]), fields: ['url'] },
  device: agent(([device = '']) => [device || 'unknown'], 'device'),
  os: agent(([, os = '']) => [os], 'os'),
  browser: agent(([, , , browser = '']) => [browser], 'browser'),
  country: place(unlessEmpty(0, [0]), 'country'),
  region: place((texts) => unlessEmpty(0, [0, 1])(texts) && unlessEmpty(1, [0, 1])(texts), 'country', 'region'),
  city: place((texts) => unlessEmpty(0, [0])(texts) && unlessEmpty(2, [0, 1, 2])(texts), 'country', 'region', 'city'),
  channel: {
    shape: 'sources',
    column: 'visit.source',
    value: ([channel = '']) => [isReferral(channel) ? channel : 'direct'],
    fields: ['channel'],
  },
  referrer: {
    shape: 'sources',
    column: 'visit.source',
    value: ([channel, , url = '']) =>
      url === '' || channel === 'direct' || channel === 'internal' ? undefined : [url],
    fields: ['url'],
  },
  campaign: {
    shape: 'campaigns',
    column: 'visit.campaign',
    value: unlessEmpty(2, [0, 1, 2]),
    fields: ['source', 'medium', 'campaign'],
  },
}

/** The texts at these places; no value where the one at `needed` is empty. */
function unlessEmpty(needed: number, places: readonly number[]) {
  return (texts: Texts): Texts | undefined =>
    (texts[needed] ?? '') === '' ? undefined : places.map((at) => texts[at] ?? '')
}

function agent<F extends string>(value: DimensionPlan['value'], field: F) {
  return { shape: 'agents', column: 'visit.agent', own: 'view.agent', value, fields: [field] } as const
}

function place<F extends string>(value: DimensionPlan['value'], ...fields: F[]) {
  return { shape: 'places', column: 'visit.place', own: 'view.place', value, fields } as const
}
