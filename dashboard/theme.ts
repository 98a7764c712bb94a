import { kept } from './kept.ts'

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

const choice = kept('theme')

export const theme = (): Theme => THEMES.find((name) => name === choice.read()) ?? 'system'

/** Shows it from now on, and says so to what draws by itself (`themechange` on the document). */
export function chooseTheme(chosen: Theme): void {
  choice.keep(chosen)
  showTheme()
}

export function showTheme(): void {
  const chosen = theme()
  if (chosen === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = chosen
  document.dispatchEvent(new Event('themechange'))
}
