import type { ComponentChildren } from 'preact'

interface SettingsFrameProps<T extends string> {
  readonly title: string
  readonly sections: readonly (readonly [name: T, text: string])[]
  readonly current: T
  readonly hrefOf: (section: T) => string
  readonly children: ComponentChildren
}

/** Settings in sections: their names at the side (above, where it is narrow), one of them beside. */
export function SettingsFrame<T extends string>(props: SettingsFrameProps<T>) {
  const { title, sections, current, hrefOf, children } = props
  return (
    <div class="list-screen">
      <h1>{title}</h1>
      <div class="settings">
        <nav class="settings-nav" aria-label={title}>
          {sections.map(([name, text]) => (
            <a key={name} href={hrefOf(name)} aria-current={name === current ? 'page' : undefined}>
              {text}
            </a>
          ))}
        </nav>
        <div class="settings-body">{children}</div>
      </div>
    </div>
  )
}

interface SettingsCardProps {
  readonly title: string
  readonly about?: ComponentChildren
  /** Beside the title. */
  readonly deed?: ComponentChildren
  readonly isDangerous?: boolean
  readonly children: ComponentChildren
}

/** One thing that can be set. */
export function SettingsCard({ title, about, deed, isDangerous = false, children }: SettingsCardProps) {
  return (
    <section class={isDangerous ? 'card settings-card dangerous' : 'card settings-card'}>
      <header class="card-head">
        <h2>{title}</h2>
        {deed}
      </header>
      {about !== undefined && <p class="soft settings-about">{about}</p>}
      {children}
    </section>
  )
}
