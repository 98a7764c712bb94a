import { useEffect, useState } from 'preact/hooks'
import type { VisitRow } from '../../../lib/wire/visits.ts'
import { useSending } from '../../api/use-sending.ts'
import { askVisits } from '../../api/visits.ts'
import { texts } from '../../language.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Skeleton } from '../../parts/skeleton.tsx'
import type { View } from '../view.ts'
import { periodWords } from '../view.ts'
import { VisitItem } from './visit-item.tsx'

interface VisitsDialogProps {
  readonly view: View
  readonly onClose: () => void
}

const PIECE = 25

interface Pieces {
  readonly visits: readonly VisitRow[]
  readonly cursor: string | undefined
}

/** The visits behind the numbers on screen, one by one, newest first. */
export function VisitsDialog({ view, onClose }: VisitsDialogProps) {
  const [pieces, setPieces] = useState<Pieces>()
  const { isSending, fault, attempt } = useSending()
  const words = texts.visits
  const load = async (cursor?: string) => {
    const answer = await attempt(() => askVisits({ ...periodWords(view), limit: PIECE, cursor }))
    if (answer === undefined) return
    setPieces((before) => ({
      visits: [...(before?.visits ?? []), ...answer.visits],
      cursor: answer.next_cursor,
    }))
  }
  useEffect(() => void load(), [])
  return (
    <Dialog title={words.title} kind="side" onClose={onClose}>
      <p class="soft">{words.about}</p>
      {fault && <Notice fault={fault} onAgain={() => void load(pieces?.cursor)} />}
      {pieces === undefined && !fault && <Skeleton lines={12} />}
      {pieces?.visits.length === 0 && <p class="panel-empty soft">{words.nobody}</p>}
      <ol class="visits">
        {pieces?.visits.map((visit) => (
          <VisitItem key={visit.id} project={view.project} visit={visit} />
        ))}
      </ol>
      {pieces?.cursor !== undefined && (
        <button type="button" class="plain" aria-disabled={isSending} onClick={() => void load(pieces.cursor)}>
          {words.more}
        </button>
      )}
    </Dialog>
  )
}
