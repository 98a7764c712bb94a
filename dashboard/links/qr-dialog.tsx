import type { LinkShape } from '../../lib/wire/links.ts'
import { urlOf } from '../api/ask.ts'
import { readable } from '../format.ts'
import { texts } from '../language.ts'
import { CopyButton } from '../parts/copy-button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Icon } from '../parts/icon.tsx'
import { shortAddress } from './short-address.ts'

interface QrDialogProps {
  readonly project: number
  readonly link: Pick<LinkShape, 'code' | 'short_url'>
  readonly onClose: () => void
}

/** For print. */
const LARGE_PX = 1024

/** A link as a picture for telephones, to look at and to take along. */
export function QrDialog({ project, link, onClose }: QrDialogProps) {
  const words = texts.links.qr
  const picture = (format: 'svg' | 'png', size?: number) =>
    urlOf('api/links/qr', { project, code: link.code, format, size })
  return (
    <Dialog title={words.title} onClose={onClose}>
      <div class="qr">
        <img src={picture('svg')} width="240" height="240" alt={words.alt(shortAddress(link))} />
        <b>{readable(shortAddress(link))}</b>
        <p class="soft">{words.about}</p>
        <div class="row">
          <a class="button plain" href={picture('svg')} download={`${link.code}.svg`}>
            <Icon name="download" />
            SVG
          </a>
          <a class="button plain" href={picture('png', LARGE_PX)} download={`${link.code}.png`}>
            <Icon name="download" />
            PNG
          </a>
          <CopyButton text={shortAddress(link)} label={words.copy} />
        </div>
      </div>
    </Dialog>
  )
}
