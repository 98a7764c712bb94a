/** `window.Micrologs`: what a page may call. No function throws. */
export interface PageApi {
  /** Reports an error the page has caught. `severity`: `info`, `warning`, `error` or `critical`. */
  error(message: string | Error, context?: unknown, severity?: string): void
  /** Counts a custom event. `props`: an object, at most 4 KB as JSON; what is larger, or no JSON, is left out. */
  track(name: string, props?: object): void
  /** Adds a line to the audit log, where the project lets browsers do so. */
  audit(action: string, actor?: string, context?: unknown): void
  /** Counts a page view, of another address than the page's own when `url` says so. */
  pageview(url?: string): void
}

declare global {
  interface Window {
    Micrologs?: PageApi
  }
}
