import { useEffect, useRef, useState } from 'preact/hooks'
import type { IssueRow } from '../../lib/wire/issues.ts'
import type { IssueStatus } from '../../lib/wire/record-reports.ts'
import { texts } from '../language.ts'
import { useShortcut } from '../parts/shortcuts.tsx'
import { changeStatus } from './change-status.ts'

interface TriageOptions {
  readonly project: number
  readonly issues: readonly IssueRow[]
  readonly mayEdit: boolean
  readonly onDone: () => void
}

export interface Triage {
  readonly selected: ReadonlySet<number>
  readonly toggle: (id: number) => void
  readonly selectAll: (isAll: boolean) => void
  /** Of those that are selected, else of the one that the keyboard stands on. */
  readonly set: (status: IssueStatus) => void
  /** Where the rows stand: their links are what `j` and `k` go to. */
  readonly list: { readonly current: HTMLTableElement | null }
}

/** Sorting issues out from the keyboard: the row whose link has the focus is the current one, so Enter opens it. */
export function useTriage({ project, issues, mayEdit, onDone }: TriageOptions): Triage {
  const list = useRef<HTMLTableElement>(null)
  const last = useRef(0)
  const [picked, setPicked] = useState<ReadonlySet<number>>(new Set())
  const known = new Set(issues.map(({ id }) => id))
  const selected = new Set([...picked].filter((id) => known.has(id)))
  const words = texts.issues.keys

  const links = () => [...(list.current?.querySelectorAll<HTMLElement>('tbody a.issue-link') ?? [])]
  const currentAt = () => links().findIndex((link) => link.closest('tr')?.contains(document.activeElement))
  const current = () => issues[currentAt()]
  const move = (step: number) => {
    const at = currentAt()
    const to = at < 0 ? Math.min(last.current, issues.length - 1) : Math.min(Math.max(at + step, 0), issues.length - 1)
    last.current = to
    const link = links()[to]
    link?.focus()
    link?.closest('tr')?.scrollIntoView({ block: 'nearest' })
  }
  const toggle = (id: number) => {
    const next = new Set(selected)
    if (!next.delete(id)) next.add(id)
    setPicked(next)
  }
  const set = (status: IssueStatus) => {
    if (!mayEdit) return
    const one = current()
    const chosen = selected.size > 0 ? issues.filter(({ id }) => selected.has(id)) : one === undefined ? [] : [one]
    last.current = Math.max(0, currentAt())
    void changeStatus(project, chosen, status, () => {
      setPicked(new Set())
      onDone()
    })
  }
  useShortcut('j', words.next, () => move(1))
  useShortcut('k', words.previous, () => move(-1))
  useShortcut('x', words.select, () => {
    const one = current()
    if (one && mayEdit) toggle(one.id)
  })
  useShortcut('r', words.resolve, () => set('resolved'))
  useShortcut('i', words.ignore, () => set('ignored'))
  useShortcut('o', words.open, () => set('open'))

  // The row that was sorted out is gone: the keyboard goes on with the one in its place.
  const newest = issues.map(({ id }) => id).join()
  const before = useRef(newest)
  useEffect(() => {
    const wasLost = document.activeElement === document.body && before.current !== '' && before.current !== newest
    before.current = newest
    if (wasLost && last.current > 0) move(0)
  }, [newest])

  const selectAll = (isAll: boolean) => setPicked(new Set(isAll ? known : []))
  return { selected, toggle, selectAll, set, list }
}
