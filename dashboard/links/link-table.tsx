import { useState } from 'preact/hooks'
import type { LinkShape } from '../../lib/wire/links.ts'
import type { LinksReport } from '../../lib/wire/record-reports.ts'
import { number, readable } from '../format.ts'
import { texts } from '../language.ts'
import { CopyButton } from '../parts/copy-button.tsx'
import { Icon } from '../parts/icon.tsx'
import { Sparkbars } from '../parts/sparkbars.tsx'
import { When } from '../parts/when.tsx'
import { hrefOf } from '../routing/place.ts'
import type { CurrentProject } from '../session/session.ts'
import { LinkEditor } from './link-editor.tsx'
import { QrDialog } from './qr-dialog.tsx'
import { shortAddress } from './short-address.ts'

type Clicks = LinksReport['links'][number]

interface LinkTableProps {
  readonly links: readonly LinkShape[]
  /** Of the range. */
  readonly clicks: readonly Clicks[]
  /** Clicks by bucket, by code. */
  readonly trends: NonNullable<LinksReport['trends']>
  readonly project: CurrentProject
  readonly zone: string | undefined
  readonly range: string
  readonly onChange: () => void
}

interface Opened {
  readonly link: LinkShape
  readonly as: 'editor' | 'qr'
}

export function LinkTable({ links, clicks, trends, project, zone, range, onChange }: LinkTableProps) {
  const [opened, setOpened] = useState<Opened>()
  const words = texts.links
  const byCode = new Map(clicks.map((row) => [row.code, row]))
  const close = () => setOpened(undefined)
  return (
    <>
      <table class="rows link-rows">
        <thead>
          <tr>
            <th scope="col">{words.link}</th>
            <th scope="col">{words.clicks}</th>
            <th scope="col" class="end">
              {words.people}
            </th>
            <th scope="col" class="end">
              {words.made}
            </th>
            <th scope="col">
              <span class="for-ears">{words.tools}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {links.map((link) => {
            const row = byCode.get(link.code)
            const count = row?.total_clicks ?? 0
            const trend = trends[link.code]
            return (
              <tr key={link.code}>
                <th scope="row">
                  <span class="link-name">
                    <a class="issue-link" href={hrefOf(['p', project.id, 'links', link.code], { range })}>
                      {link.label === '' ? readable(shortAddress(link)) : link.label}
                    </a>
                    {!link.is_active && <span class="badge warn">{words.off}</span>}
                  </span>
                  {link.label !== '' && <span class="link-line">{readable(shortAddress(link))}</span>}
                  <span class="link-line soft">→ {readable(link.destination_url)}</span>
                </th>
                <td class="clicks">
                  <span class="course">
                    {trend && <Sparkbars values={trend} label={words.courseOf(number(count))} />}
                    <span class="number">{number(count)}</span>
                  </span>
                </td>
                <td class="end figure people">{number(row?.unique_clicks ?? 0)}</td>
                <td class="end soft made">
                  <When at={link.created_at} zone={zone} />
                </td>
                <td class="tools">
                  <CopyButton text={shortAddress(link)} label={texts.words.copy} />
                  <button
                    type="button"
                    class="plain"
                    aria-label={`${words.qr.open}: ${link.code}`}
                    onClick={() => setOpened({ link, as: 'qr' })}
                  >
                    QR
                  </button>
                  {project.mayEdit && (
                    <button
                      type="button"
                      class="icon-button"
                      aria-label={`${words.edit}: ${link.code}`}
                      onClick={() => setOpened({ link, as: 'editor' })}
                    >
                      <Icon name="more" />
                    </button>
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {opened?.as === 'qr' && <QrDialog project={project.id} link={opened.link} onClose={close} />}
      {opened?.as === 'editor' && (
        <LinkEditor
          project={project.id}
          link={opened.link}
          onClose={close}
          onSaved={() => {
            close()
            onChange()
          }}
        />
      )}
    </>
  )
}
