import type { LinkCreated, LinkDeleted, LinkEdited, LinkShape } from '../../lib/wire/links.ts'
import type { LinkList } from '../../lib/wire/links.ts'
import type { LinkDetailReport, LinksReport } from '../../lib/wire/record-reports.ts'
import type { Words } from './ask.ts'
import { ask, send } from './ask.ts'

/** `/api/links/*`, and the reports on clicks. */

export const askLinks = (project: number) => ask<LinkList>('links/list', { project })
export const askLink = (project: number, code: string) => ask<LinkShape>('links/detail', { project, code })
export const askLinkClicks = (words: Words) => ask<LinksReport>('analytics/links', words)
export const askClicksOfLink = (words: Words) => ask<LinkDetailReport>('analytics/link-detail', words)

export const makeLink = (project: number, given: { destination_url: string; label: string; code: string }) =>
  send<LinkCreated>('links/create', given, { project })
export const editLink = (
  project: number,
  given: { code: string; destination_url?: string; label?: string; is_active?: boolean },
) => send<LinkEdited>('links/edit', given, { project })
export const deleteLink = (project: number, code: string) => send<LinkDeleted>('links/delete', { code }, { project })
