import { listen } from './listen.ts'

/** Runs at once, or when the document has its title and its first router has had its say. */
export function whenParsed(run: () => void): void {
  if (document.readyState === 'loading') listen(document, 'DOMContentLoaded', run)
  else run()
}
