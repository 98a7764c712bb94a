import { listen } from './listen.ts'

/** Runs at once, or when a prerendered page is really shown; never for one that nobody gets to see. */
export function whenActivated(run: () => void): void {
  if ((document as { prerendering?: boolean }).prerendering) listen(document, 'prerenderingchange', run)
  else run()
}
