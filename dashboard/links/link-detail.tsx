import { useState } from 'preact/hooks'
import type { LinkDetailReport } from '../../lib/wire/record-reports.ts'
import { askClicksOfLink, askLink } from '../api/links.ts'
import { useAnswer } from '../api/use-answer.ts'
import { country, day, number, readable } from '../format.ts'
import { texts } from '../language.ts'
import { BackLink } from '../parts/back-link.tsx'
import { BarChart } from '../parts/bar-chart.tsx'
import { CopyButton } from '../parts/copy-button.tsx'
import { Notice } from '../parts/notice.tsx'
import { ShareBars } from '../parts/share-bars.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { hrefOf } from '../routing/place.ts'
import { go } from '../routing/use-place.ts'
import type { CurrentProject } from '../session/session.ts'
import { Afterwards } from './afterwards.tsx'
import { LinkEditor } from './link-editor.tsx'
import { LinkRangeChoice } from './link-range-choice.tsx'
import { QrDialog } from './qr-dialog.tsx'
import { shortAddress } from './short-address.ts'

interface LinkDetailProps {
  readonly project: CurrentProject
  readonly zone: string | undefined
  readonly range: string
  readonly code: string
}

/** One short link: who followed it, and what came of it. */
export function LinkDetail({ project, range, code }: LinkDetailProps) {
  const [opened, setOpened] = useState<'editor' | 'qr'>()
  const link = useAnswer(`link ${project.id} ${code}`, () => askLink(project.id, code))
  const words = { project: project.id, code, range }
  const clicks = useAnswer(`clicks ${project.id} ${code} ${range}`, () => askClicksOfLink(words))
  const said = texts.links
  const back = hrefOf(['p', project.id, 'links'])
  const fault = link.fault ?? clicks.fault
  const shown = link.value
  return (
    <div class="list-screen">
      <BackLink href={back} text={said.back} />
      {fault && (
        <Notice
          fault={fault}
          onAgain={() => {
            link.again()
            clicks.again()
          }}
        />
      )}
      {shown === undefined && !fault && <Skeleton lines={10} />}
      {shown && (
        <header class="screen-head">
          <div class="issue-title">
            <h1>{shown.label === '' ? readable(shortAddress(shown)) : shown.label}</h1>
            <p class="row">
              <b>{readable(shortAddress(shown))}</b>
              {!shown.is_active && <span class="badge warn">{said.off}</span>}
            </p>
            <p class="soft place">
              → <a href={shown.destination_url}>{readable(shown.destination_url)}</a>
            </p>
          </div>
          <div class="row">
            <CopyButton text={shortAddress(shown)} label={texts.words.copy} />
            <button type="button" class="plain" onClick={() => setOpened('qr')}>
              {said.qr.open}
            </button>
            {project.mayEdit && (
              <button type="button" class="plain" onClick={() => setOpened('editor')}>
                {texts.words.edit}
              </button>
            )}
          </div>
        </header>
      )}
      {clicks.value && <Clicks report={clicks.value} range={range} />}
      {shown && <Afterwards project={project.id} code={code} range={range} />}
      {shown && opened === 'qr' && <QrDialog project={project.id} link={shown} onClose={() => setOpened(undefined)} />}
      {shown && opened === 'editor' && (
        <LinkEditor
          project={project.id}
          link={shown}
          onClose={() => setOpened(undefined)}
          onSaved={(saved) => {
            setOpened(undefined)
            if (saved === undefined) go(back)
            else link.again()
          }}
        />
      )}
    </div>
  )
}

function Clicks({ report, range }: { report: LinkDetailReport; range: string }) {
  const words = texts.links
  const { bot, preview, head } = report.other_clicks
  return (
    <>
      <section class="card">
        <header class="card-head">
          <h2>{words.clicksOf(report.total_clicks, number(report.total_clicks))}</h2>
          <LinkRangeChoice range={range} />
        </header>
        <dl class="facts link-facts">
          <div>
            <dt>{words.people}</dt>
            <dd>{number(report.unique_clicks)}</dd>
          </div>
          <div>
            <dt>{words.visits}</dt>
            <dd>{number(report.visits)}</dd>
          </div>
          <div>
            <dt>{words.others}</dt>
            <dd title={words.aboutOthers(number(bot), number(preview), number(head))}>
              {number(bot + preview + head)}
            </dd>
          </div>
        </dl>
        <BarChart label={words.overTime} bars={everyDay(report)} say={words.clicksOf} />
      </section>
      <section class="card">
        <h2>{words.who}</h2>
        <div class="share-grid">
          <ShareBars
            title={texts.dimensions.country ?? ''}
            rows={report.by_country.map((row) => ({ name: country(row.country_code), count: row.clicks }))}
            none={words.nobody}
          />
          <ShareBars
            title={texts.dimensions.channel ?? ''}
            rows={report.by_referrer.map((row) => ({
              name: texts.places.channels[row.category] ?? row.category,
              count: row.clicks,
            }))}
            none={words.nobody}
          />
          <ShareBars
            title={texts.dimensions.device ?? ''}
            rows={report.by_device.map((row) => ({
              name: texts.places.devices[row.device_type] ?? (row.device_type || texts.words.unknown),
              count: row.clicks,
            }))}
            none={words.nobody}
          />
        </div>
      </section>
    </>
  )
}

const DAY_MS = 86_400_000

/** The answer leaves out days without clicks. */
function everyDay({ range, over_time }: LinkDetailReport) {
  const clicksOn = new Map(over_time.map(({ date, clicks }) => [date, clicks]))
  const first = Date.parse(range.from.slice(0, 10))
  const days = Math.round((Date.parse(range.to.slice(0, 10)) - first) / DAY_MS) + 1
  return Array.from({ length: days }, (_, at) => {
    const date = new Date(first + at * DAY_MS).toISOString().slice(0, 10)
    return { at: date, name: day(date), value: clicksOn.get(date) ?? 0 }
  })
}
