import { kept } from './kept.ts'
import type { Texts } from './texts/texts.ts'

export const LANGUAGES = ['en', 'de'] as const
export type Language = (typeof LANGUAGES)[number]

const choice = kept('language')

/** What the browser asks for, where `Intl` knows it: odd systems give things like `en-US@posix`. */
function wished(): string {
  try {
    return Intl.getCanonicalLocales(navigator.language)[0] ?? 'en'
  } catch {
    return 'en'
  }
}

const wish = wished()
const chosen = LANGUAGES.find((name) => name === choice.read())

/** The language of the page: the one that was chosen, else German where the browser asks for it, else English. */
export const language: Language = chosen ?? (/^de\b/.test(wish) ? 'de' : 'en')

/** What the page says, in its language. Not before `loadTexts` is done: what needs them is loaded after it. */
export let texts: Texts

/** Only the one language that is spoken: the other is fetched when it is chosen. */
export async function loadTexts(): Promise<void> {
  texts = language === 'de' ? (await import('./texts/de.ts')).de : (await import('./texts/en.ts')).en
}

/** For `Intl`: the same language, with the region that the browser names (`en-GB`). */
export const locale: string = wish.startsWith(language) ? wish : language

/** Loads the page anew in that language: every text and format is made of it once. */
export function chooseLanguage(name: Language): void {
  choice.keep(name)
  location.reload()
}
