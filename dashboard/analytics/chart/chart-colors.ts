/** Colours of the style sheet, for what is drawn on a canvas: it knows no custom properties. */
export interface ChartColors {
  readonly accent: string
  readonly fill: string
  readonly faint: string
  readonly soft: string
  readonly line: string
}

export function readColors(inside: HTMLElement): ChartColors {
  const probe = document.createElement('span')
  inside.append(probe)
  const color = (name: string) => {
    probe.style.color = `var(${name})`
    return getComputedStyle(probe).color
  }
  const colors = {
    accent: color('--accent'),
    fill: color('--accent-soft'),
    faint: color('--chart-before'),
    soft: color('--soft'),
    line: color('--line'),
  }
  probe.remove()
  return colors
}

/** Calls back when light becomes dark or the other way round. Returns how to stop. */
export function whenThemeChanges(change: () => void): () => void {
  const system = matchMedia('(prefers-color-scheme: dark)')
  system.addEventListener('change', change)
  document.addEventListener('themechange', change)
  return () => {
    system.removeEventListener('change', change)
    document.removeEventListener('themechange', change)
  }
}
