import { useState } from 'preact/hooks'
import { texts } from '../language.ts'
import { Icon } from './icon.tsx'

export interface Pager {
  /** Of the piece that is looked at; undefined for the first. */
  readonly cursor: string | undefined
  readonly isFirst: boolean
  /** How many pieces lie before this one. */
  readonly piece: number
  readonly next: (cursor: string) => void
  readonly back: () => void
}

/** Piece by piece through a list that gives cursors; back to the first piece when `topic`, all else of the question, changes. */
export function usePager(topic: string): Pager {
  const [kept, setKept] = useState<{ readonly of: string; readonly cursors: readonly string[] }>({
    of: topic,
    cursors: [],
  })
  const cursors = kept.of === topic ? kept.cursors : []
  const setCursors = (next: readonly string[]) => setKept({ of: topic, cursors: next })
  return {
    cursor: cursors.at(-1),
    isFirst: cursors.length === 0,
    piece: cursors.length,
    next: (cursor) => setCursors([...cursors, cursor]),
    back: () => setCursors(cursors.slice(0, -1)),
  }
}

interface PagerButtonsProps {
  readonly pager: Pager
  /** Of the answer; undefined at the end of the list. */
  readonly nextCursor: string | undefined
}

export function PagerButtons({ pager, nextCursor }: PagerButtonsProps) {
  if (pager.isFirst && nextCursor === undefined) return null
  return (
    <nav class="pager" aria-label={texts.lists.pages}>
      <button type="button" class="plain" disabled={pager.isFirst} onClick={pager.back}>
        <Icon name="left" />
        {texts.lists.newer}
      </button>
      <button
        type="button"
        class="plain"
        disabled={nextCursor === undefined}
        onClick={() => nextCursor !== undefined && pager.next(nextCursor)}
      >
        {texts.lists.older}
        <Icon name="right" />
      </button>
    </nav>
  )
}
