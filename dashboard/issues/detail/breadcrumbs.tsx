import { texts } from '../../language.ts'
import { shortJson } from './values.ts'

interface Crumb {
  readonly time: string
  readonly category: string
  readonly text: string
  readonly level: string
}

/** What happened before the error, oldest first, as the site told it. */
export function Breadcrumbs({ crumbs }: { crumbs: readonly unknown[] }) {
  if (crumbs.length === 0) return null
  return (
    <section class="card">
      <h2>{texts.issue.breadcrumbs}</h2>
      <ol class="crumbs">
        {crumbs.map(crumbOf).map(({ time, category, text, level }, at) => (
          <li key={at} class={`crumb ${level}`}>
            <span class="crumb-kind">{category}</span>
            <span class="crumb-text">{text}</span>
            <span class="soft number">{time}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** Whatever was sent, in the words that Sentry uses for it. */
function crumbOf(given: unknown): Crumb {
  if (typeof given !== 'object' || given === null) return { time: '', category: '', text: String(given), level: '' }
  const { timestamp, category, type, message, level, data } = given as Record<string, unknown>
  const word = (value: unknown) => (typeof value === 'string' ? value : '')
  const said = [word(message), data === undefined ? '' : shortJson(data)].filter(Boolean).join(' · ')
  return {
    time: timeOf(timestamp),
    category: word(category) || word(type),
    text: said === '' ? shortJson(given) : said,
    level: word(level),
  }
}

/** Seconds since 1970, as Sentry sends them, or a text with a time in it. */
function timeOf(timestamp: unknown): string {
  if (typeof timestamp === 'number') return new Date(timestamp * 1000).toISOString().slice(11, 19)
  return typeof timestamp === 'string' ? (/\d\d:\d\d:\d\d/.exec(timestamp)?.[0] ?? timestamp) : ''
}
