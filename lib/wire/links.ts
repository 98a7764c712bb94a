import type { Paged } from './report-parts.ts'

/** `data` of the answers of `/api/links/*`, keys in the order in which they travel. */

/** Of `create`. */
export interface LinkCreated {
  code: string
  short_url: string
  destination_url: string
  label: string
}

/** Of `detail`; `edit` answers the same without `total_clicks`. */
export interface LinkShape {
  id: number
  code: string
  short_url: string
  destination_url: string
  label: string
  is_active: boolean
  /** By people, of all time. */
  total_clicks: number
  created_at: string
}

export type LinkEdited = Omit<LinkShape, 'total_clicks'>

/** Of `delete`. */
export interface LinkDeleted {
  code: string
}

/** Newest first: all, or as many as `limit` says. */
export interface LinkList extends Paged {
  count: number
  links: LinkShape[]
}
