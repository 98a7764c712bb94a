import type { CurrentProject } from '../../session/session.ts'
import type { PanelTab } from './panel-groups.ts'

/** A shared dashboard tells of no list that its link does not open, nor of dimensions that it leaves out. */
export function isShownTo({ shared }: Pick<CurrentProject, 'shared'>, tab: PanelTab): boolean {
  if (shared === undefined) return true
  if (tab === 'funnels' || tab === 'retention') return false
  const named = tab === 'map' ? 'country' : tab === 'campaign' ? 'utm_campaign' : tab
  return shared.panels === null || shared.panels.includes(named)
}
