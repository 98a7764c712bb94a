import { longDay, number } from '../format.ts'
import { texts } from '../language.ts'
import type { Day } from './fill-days.ts'

/** The days in words and numbers, newest first. */
export function DayTable({ days }: { days: readonly Day[] }) {
  const { figures, days: words } = texts.report
  return (
    <div class="day-table" tabIndex={0} role="region" aria-label={words.title}>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.day}</th>
            <th scope="col">{figures.views}</th>
            <th scope="col">{figures.visitors}</th>
          </tr>
        </thead>
        <tbody>
          {[...days].reverse().map(({ date, pageviews, unique_visitors }) => (
            <tr key={date}>
              <th scope="row">{longDay(date)}</th>
              <td>{number(pageviews)}</td>
              <td>{number(unique_visitors)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
