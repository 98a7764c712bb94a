import type { ComponentChildren } from 'preact'
import type { IconName } from './icon.tsx'
import { Icon } from './icon.tsx'

interface EmptyProps {
  readonly icon?: IconName
  readonly title: string
  /** What to do about it. */
  readonly about?: ComponentChildren
  /** Buttons or links. */
  readonly children?: ComponentChildren
}

/** In place of a list or a report that has nothing in it. */
export function Empty({ icon, title, about, children }: EmptyProps) {
  return (
    <div class="empty">
      {icon && (
        <span class="empty-icon">
          <Icon name={icon} />
        </span>
      )}
      <h2>{title}</h2>
      {about !== undefined && <p class="soft">{about}</p>}
      {children !== undefined && <div class="row">{children}</div>}
    </div>
  )
}
