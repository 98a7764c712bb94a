import { describeThrown, type Thrown } from './describe-thrown.ts'
import { listen } from './listen.ts'

export interface Captured extends Thrown {
  file: string
  line: number | null
}

/** Uncaught errors and rejections, beside whatever handlers the page has. */
export function captureErrors(report: (captured: Captured) => void): void {
  listen(window, 'error', ({ error, message, filename, lineno }) => {
    // Without a message it is an event of the page's own; a resource that failed to load never comes here.
    if (!message) return
    const thrown = describeThrown(error || message, 'Error')
    report({ ...thrown, file: filename || location.href, line: lineno || null })
  })
  listen(window, 'unhandledrejection', ({ reason }) =>
    report({ ...describeThrown(reason, 'UnhandledRejection'), file: location.href, line: null }),
  )
}
