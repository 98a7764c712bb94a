import type { ComponentChildren } from 'preact'

interface TableScrollProps {
  /** Of what is in the table, for ears. */
  readonly label: string
  readonly children: ComponentChildren
}

/** Around a table that may be wider than the screen: who has no pointer reaches it with Tab and scrolls it with arrows. */
export function TableScroll({ label, children }: TableScrollProps) {
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label={label}>
      {children}
    </div>
  )
}
