import type { en } from './en.ts'

/**
 * Everything the page says in one language: English is the model, other languages are held to its form. Where a number
 * decides about a word, the text is a function. One file for each screen, in `texts/en/` and `texts/de/`.
 */
export type Texts = typeof en
