import type { ComponentChildren } from 'preact'
import { Brand } from '../parts/brand.tsx'
import { Icon } from '../parts/icon.tsx'
import { Menu } from '../parts/menu.tsx'
import { Preferences } from '../shell/preferences.tsx'
import { texts } from '../language.ts'

interface DoorFrameProps {
  readonly title?: string
  readonly about?: string
  readonly children?: ComponentChildren
}

/** The screens before one is in: one card in the middle of the page. */
export function DoorFrame({ title, about, children }: DoorFrameProps) {
  return (
    <div class="door">
      <header>
        <Brand />
        <Menu button={<Icon name="settings" />} label={texts.words.more} kind="icon-button" align="end">
          {() => <Preferences />}
        </Menu>
      </header>
      <main class="door-card">
        {title !== undefined && (
          <div class="door-title">
            <h1>{title}</h1>
            {about !== undefined && <p class="soft">{about}</p>}
          </div>
        )}
        {children}
      </main>
    </div>
  )
}
