import type { ValueRow } from '../../../lib/wire/explore.ts'
import type { Condition } from '../filters/condition.ts'
import { isValue } from '../filters/condition.ts'

/** What keeps a report to one row of a list: its value, and what makes it differ from others of the same name. */
export function conditionsOf(dimension: string, { value, fields }: Pick<ValueRow, 'value' | 'fields'>): Condition[] {
  const channel = fields.channel
  if (dimension === 'source' || dimension === 'referrer') {
    if (value === '') return [isValue('channel', channel ?? 'direct')]
    return channel === 'paid' ? [isValue(dimension, value), isValue('channel', channel)] : [isValue(dimension, value)]
  }
  if ((dimension === 'city' || dimension === 'region') && fields.country !== undefined && fields.country !== '')
    return [isValue(dimension, value), isValue('country', fields.country)]
  return [isValue(dimension, value)]
}
