import { useState } from 'preact/hooks'
import { kept } from '../../kept.ts'
import type { CampaignDimension, PanelGroup, PanelTab } from './panel-groups.ts'
import { CAMPAIGN_DIMENSIONS, dimensionOfTab, PANEL_GROUPS } from './panel-groups.ts'

const GROUPS = Object.keys(PANEL_GROUPS) as PanelGroup[]

const tabs = Object.fromEntries(GROUPS.map((group) => [group, kept(`tab-${group}`)])) as Record<
  PanelGroup,
  ReturnType<typeof kept>
>
const campaign = kept('tab-campaign-of')

const chosenTab = (group: PanelGroup): PanelTab => {
  const known: readonly PanelTab[] = PANEL_GROUPS[group]
  return known.find((name) => name === tabs[group].read()) ?? PANEL_GROUPS[group][0]
}

export const chosenCampaign = (): CampaignDimension =>
  CAMPAIGN_DIMENSIONS.find((name) => name === campaign.read()) ?? 'utm_campaign'

/** The tab of a group that this browser looked at last, and how to change it. */
export function useChosenTab(group: PanelGroup) {
  const [tab, setTab] = useState(() => chosenTab(group))
  const [of, setOf] = useState(chosenCampaign)
  return {
    tab,
    campaign: of,
    chooseTab: (name: PanelTab) => {
      tabs[group].keep(name)
      setTab(name)
    },
    chooseCampaign: (name: CampaignDimension) => {
      campaign.keep(name)
      setOf(name)
    },
  }
}

/** The tab of a group that is on screen: the chosen one, or the first where that one is not for this reader. */
export const tabOnScreen = (group: PanelGroup, chosen: PanelTab, isShown: (tab: PanelTab) => boolean) => {
  const all: readonly PanelTab[] = PANEL_GROUPS[group]
  const tabs = all.filter(isShown)
  return tabs.find((name) => name === chosen) ?? tabs[0]
}

/** The dimensions on screen right now, which one question can answer together. */
export function dimensionsOnScreen(isShown: (tab: PanelTab) => boolean): string[] {
  const shown = GROUPS.map((group) => {
    const tab = tabOnScreen(group, chosenTab(group), isShown)
    return tab && dimensionOfTab(tab, chosenCampaign())
  })
  return [...new Set(shown.filter((name) => name !== undefined))]
}
