import { attempt } from './attempt.ts'
import { captureErrors } from './capture-errors.ts'
import { copyContext } from './copy-context.ts'
import { identify } from './identify.ts'
import { isOptedOut } from './is-opted-out.ts'
import { listen } from './listen.ts'
import { makeErrorReporter } from './make-error-reporter.ts'
import { makeSender } from './make-sender.ts'
import { makeViews, type Views } from './make-views.ts'
import type {} from './page-api.ts'
import { randomId } from './random-id.ts'
import { readTag, type Tag } from './read-tag.ts'
import { watchNavigation } from './watch-navigation.ts'
import { whenActivated } from './when-activated.ts'
import { whenParsed } from './when-parsed.ts'

/** Wires the parts together; each of them knows only what it is given. */
function start(tag: Tag): void {
  const { send, open, leave } = makeSender(tag)
  const views = makeViews(send)
  const report = makeErrorReporter(send)

  function here() {
    const view = views.id()
    return { url: location.href, ...(view && { view }) }
  }

  const environment = tag.options.environment || 'production'

  window.Micrologs = {
    error: (message, context, severity = 'error') =>
      attempt(() => {
        const body = { error_type: 'ManualError', message: String(message), file: location.href, severity, environment }
        report({ ...body, context: copyContext(context), ...here() }, false)
      }),
    track: (name, props) =>
      attempt(() => send('event', { id: randomId(), name, props: copyContext(props), ...here() })),
    audit: (action, actor = '', context) =>
      attempt(() => send('audit', { id: randomId(), action, actor, context: copyContext(context) })),
    pageview: (url = location.href) => attempt(() => views.begin(new URL(url, location.href).href)),
  }

  if (tag.options.errors !== 'off')
    captureErrors((captured) => report({ ...captured, severity: 'error', environment, ...here() }, true))
  listen(window, 'pagehide', () => {
    leave()
    views.end()
  })
  whenActivated(() => {
    if (!isOptedOut()) identify(tag, open)
    if (tag.options.auto !== 'off') whenParsed(() => followPage(tag, views))
  })
}

/** The page views that nobody has to ask for: the first, the virtual ones, and those out of the back/forward cache. */
function followPage(tag: Tag, views: Views): void {
  views.begin(location.href)
  listen(window, 'pageshow', ({ persisted }) => {
    if (persisted) views.begin(location.href)
  })
  watchNavigation('hash' in tag.options, () => views.begin(location.href, true))
}

attempt(() => {
  // The tag may be on the page twice, or its script loaded by two tag managers.
  if (window.Micrologs) return
  const tag = readTag(document.currentScript)
  if (tag) start(tag)
})
