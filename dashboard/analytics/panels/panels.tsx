import type { FirstSteps } from '../../../lib/wire/first-steps.ts'
import type { OverviewReport } from '../../../lib/wire/explore.ts'
import type { CurrentProject } from '../../session/session.ts'
import { GoalsPanel } from '../goals/goals-panel.tsx'
import type { View } from '../view.ts'
import { DroppedPanel } from './dropped-panel.tsx'
import { Panel } from './panel.tsx'
import type { PanelGroup } from './panel-groups.ts'
import { isShownTo } from './is-shown-to.ts'
import { dimensionOfTab } from './panel-groups.ts'
import { ValueList } from './value-list.tsx'
import { FunnelPanel } from '../goals/funnel-panel.tsx'
import { RetentionPanel } from '../goals/retention-panel.tsx'

interface PanelsProps {
  readonly project: CurrentProject
  readonly view: View
  readonly overview: OverviewReport
  readonly identity: FirstSteps['project']['identity'] | undefined
  /** Goals were changed. */
  readonly onGoals: () => void
}

const GROUPS: readonly PanelGroup[] = ['pages', 'sources', 'places', 'technology', 'deeds']

/** The lists below the chart. */
export function Panels({ project, view, overview, identity, onGoals }: PanelsProps) {
  return (
    <div class="panels">
      {GROUPS.map((group) => (
        <Panel key={group} group={group} isShown={(tab) => isShownTo(project, tab)}>
          {(tab, campaign) => {
            if (tab === 'goals')
              return <GoalsPanel project={project} view={view} goals={overview.goals ?? []} onChange={onGoals} />
            if (tab === 'funnels') return <FunnelPanel project={project} view={view} />
            if (tab === 'dropped') return <DroppedPanel dropped={overview.dropped} />
            if (tab === 'retention') return <RetentionPanel view={view} identity={identity} />
            const dimension = dimensionOfTab(tab, campaign) ?? ''
            return <ValueList key={tab} view={view} dimension={dimension} overview={overview} isMap={tab === 'map'} />
          }}
        </Panel>
      ))}
    </div>
  )
}
