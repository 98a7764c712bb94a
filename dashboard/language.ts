import { de } from './texts/de.ts'
import { en } from './texts/en.ts'
import type { Texts } from './texts/texts.ts'

/** What the browser asks for, where `Intl` knows it: odd systems give things like `en-US@posix`. */
function wished(): string {
  try {
    return Intl.getCanonicalLocales(navigator.language)[0] ?? 'en'
  } catch {
    return 'en'
  }
}

const wish = wished()

/** The language of the page: German where the browser asks for it, else English. */
export const language: 'de' | 'en' = /^de\b/.test(wish) ? 'de' : 'en'

export const texts: Texts = language === 'de' ? de : en

/** For `Intl`: the same language, with the region that the browser names (`en-GB`). */
export const locale: string = wish.startsWith(language) ? wish : language
