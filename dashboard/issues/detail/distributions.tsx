import type { IssueDetailReport } from '../../../lib/wire/issues.ts'
import { country, number, readable } from '../../format.ts'
import { texts } from '../../language.ts'
import { ShareBars } from '../../parts/share-bars.tsx'
import { TableScroll } from '../../parts/table-scroll.tsx'
import { When } from '../../parts/when.tsx'

interface DistributionsProps {
  readonly report: IssueDetailReport
  readonly zone: string | undefined
}

/** Whom it hits: browsers, places, pages, releases. */
export function Distributions({ report, zone }: DistributionsProps) {
  const words = texts.issue
  const of = (rows: readonly { value: string; events: number }[], nameOf = (value: string) => value) =>
    rows.map(({ value, events }) => ({ name: value === '' ? texts.words.unknown : nameOf(value), count: events }))
  const none = texts.words.unknown
  return (
    <section class="card">
      <h2>{words.whom}</h2>
      <div class="share-grid">
        <ShareBars title={words.pages} rows={of(report.pages, readable)} none={none} />
        <ShareBars title={texts.dimensions.browser ?? ''} rows={of(report.browsers)} none={none} />
        <ShareBars title={texts.dimensions.os ?? ''} rows={of(report.operating_systems)} none={none} />
        <ShareBars
          title={texts.dimensions.device ?? ''}
          rows={of(report.devices, (value) => texts.places.devices[value] ?? value)}
          none={none}
        />
        <ShareBars title={texts.dimensions.country ?? ''} rows={of(report.countries, country)} none={none} />
        <ShareBars
          title={texts.issues.environment}
          rows={of(report.environments, (value) => texts.issues.environments[value] ?? value)}
          none={none}
        />
      </div>
      {report.releases.length > 0 && (
        <TableScroll label={words.releases}>
          <table class="table">
            <caption class="for-ears">{words.releases}</caption>
            <thead>
              <tr>
                <th scope="col">{texts.issues.release}</th>
                <th scope="col">{texts.issues.events}</th>
                <th scope="col">{texts.issues.firstSeen}</th>
                <th scope="col">{texts.issues.lastSeen}</th>
              </tr>
            </thead>
            <tbody>
              {report.releases.map(({ release, events, first_seen, last_seen }) => (
                <tr key={release}>
                  <th scope="row">{release}</th>
                  <td>{number(events)}</td>
                  <td>
                    <When at={first_seen} zone={zone} />
                  </td>
                  <td>
                    <When at={last_seen} zone={zone} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </section>
  )
}
