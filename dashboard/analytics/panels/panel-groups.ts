/** The lists of the report: groups of dimensions, of which one is shown at a time. */
export const PANEL_GROUPS = {
  pages: ['page', 'entry_page', 'exit_page', 'title', 'hostname'],
  sources: ['channel', 'source', 'referrer', 'campaign'],
  places: ['map', 'country', 'region', 'city', 'language'],
  technology: ['browser', 'os', 'device', 'screen'],
  deeds: ['goals', 'event', 'link', 'funnels', 'retention', 'dropped'],
} as const

export type PanelGroup = keyof typeof PANEL_GROUPS
export type PanelTab<G extends PanelGroup = PanelGroup> = (typeof PANEL_GROUPS)[G][number]

/** What `campaign` may be of. */
export const CAMPAIGN_DIMENSIONS = ['utm_campaign', 'utm_source', 'utm_medium', 'utm_content', 'utm_term'] as const
export type CampaignDimension = (typeof CAMPAIGN_DIMENSIONS)[number]

/** Tabs that are no list of values. */
const OTHERS: readonly string[] = ['goals', 'funnels', 'retention', 'dropped']

/** The dimension that a tab lists; undefined for what is no list of values. */
export function dimensionOfTab(tab: PanelTab, campaign: CampaignDimension): string | undefined {
  if (tab === 'campaign') return campaign
  if (tab === 'map') return 'country'
  return OTHERS.includes(tab) ? undefined : tab
}
