import type { Answered } from '../../api/use-answer.ts'
import { texts } from '../../language.ts'
import { Icon } from '../../parts/icon.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Skeleton } from '../../parts/skeleton.tsx'

interface SavedRow {
  readonly id: number
  readonly name: string
  readonly about: string
  readonly href?: string
  readonly onEdit?: () => void
  readonly onDelete?: () => void
}

interface SavedListProps {
  readonly answer: Pick<Answered<unknown>, 'fault' | 'again'>
  /** Undefined while they are on their way. */
  readonly rows: readonly SavedRow[] | undefined
  readonly none: string
}

/** Things with a name that were saved, each with what can be done to it. */
export function SavedList({ answer: { fault, again }, rows, none }: SavedListProps) {
  if (fault && rows === undefined) return <Notice fault={fault} onAgain={again} />
  if (rows === undefined) return <Skeleton lines={2} />
  if (rows.length === 0) return <p class="hint">{none}</p>
  return (
    <ul class="items">
      {rows.map(({ id, name, about, href, onEdit, onDelete }) => (
        <li key={id} class="item">
          <div class="item-text">
            {href === undefined ? <b>{name}</b> : <a href={href}>{name}</a>}
            <span class="hint">{about}</span>
          </div>
          {onEdit && (
            <button type="button" class="plain" aria-label={`${texts.words.edit}: ${name}`} onClick={onEdit}>
              {texts.words.edit}
            </button>
          )}
          {onDelete && (
            <button type="button" class="icon-button" aria-label={`${texts.words.delete}: ${name}`} onClick={onDelete}>
              <Icon name="trash" />
            </button>
          )}
        </li>
      ))}
    </ul>
  )
}
