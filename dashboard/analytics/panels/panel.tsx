import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import { texts } from '../../language.ts'
import { Tabs } from '../../parts/tabs.tsx'
import { Choice } from '../../parts/field.tsx'
import { useChosenTab } from './chosen-tabs.ts'
import type { CampaignDimension, PanelGroup, PanelTab } from './panel-groups.ts'
import { CAMPAIGN_DIMENSIONS, PANEL_GROUPS } from './panel-groups.ts'

interface PanelProps {
  readonly group: PanelGroup
  /** Whether a tab is for this reader. */
  readonly isShown: (tab: PanelTab) => boolean
  readonly children: (tab: PanelTab, campaign: CampaignDimension) => ComponentChildren
}

/** A card with tabs, of which one is shown. */
export function Panel({ group, isShown, children }: PanelProps) {
  const { tab: chosen, campaign, chooseTab, chooseCampaign } = useChosenTab(group)
  const panelId = useId()
  const words = texts.analytics
  const all: readonly PanelTab[] = PANEL_GROUPS[group]
  const known = all.filter(isShown)
  const tab = known.find((name) => name === chosen) ?? known[0]
  if (tab === undefined) return null
  return (
    <section class={`card panel ${group}`}>
      <header class="panel-head">
        <Tabs
          label={words.panels.groups[group]}
          tabs={known.map((name) => [name, words.panels.tabs[name]] as const)}
          chosen={tab}
          onChoose={chooseTab}
          panelId={panelId}
        />
        {tab === 'campaign' && (
          <Choice
            label={words.panels.campaignOf}
            isLabelHidden
            value={campaign}
            options={CAMPAIGN_DIMENSIONS.map((name) => [name, texts.dimensions[name] ?? name] as const)}
            onValue={chooseCampaign}
          />
        )}
      </header>
      <div class="panel-body" id={panelId} role="tabpanel" aria-label={words.panels.tabs[tab]}>
        {children(tab, campaign)}
      </div>
    </section>
  )
}
