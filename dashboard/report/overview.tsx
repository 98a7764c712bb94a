import type { FirstSteps, NewestView } from '../../lib/wire/first-steps.ts'
import { Ago } from '../ago.tsx'
import { country, readable } from '../format.ts'
import { texts } from '../language.ts'
import { Tag } from '../steps/tag.tsx'
import type { ReportProps } from './report.tsx'
import { Report } from './report.tsx'

interface OverviewProps {
  readonly report: ReportProps
  /** Undefined for readers who may not see the first steps. */
  readonly steps?: FirstSteps
}

/** The page of somebody who comes back: the report, what happened last, and the tag out of the way. */
export function Overview({ report, steps }: OverviewProps) {
  return (
    <>
      <div class="page-title">
        <h1>{steps?.project.name ?? texts.report.title}</h1>
        {steps?.view && <Newest view={steps.view} />}
      </div>
      <Report {...report} {...(steps && { identity: steps.project.identity })} />
      {steps && (
        <details class="card tag-again">
          <summary>{texts.report.tag}</summary>
          <Tag tag={steps.tag} identity={steps.project.identity} />
        </details>
      )}
    </>
  )
}

function Newest({ view }: { view: NewestView }) {
  const about = [view.browser, view.country === '' ? '' : country(view.country)].filter((text) => text !== '')
  return (
    <p class="live received newest">
      <span class="dot" aria-hidden="true" />
      <span>
        {texts.view.newest}: <b>{view.page_title === '' ? readable(view.url) : view.page_title}</b>
      </span>
      <span class="soft">
        <Ago at={view.at} />
        {about.map((text) => ` · ${text}`)}
      </span>
    </p>
  )
}
