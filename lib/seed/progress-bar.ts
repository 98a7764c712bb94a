import { elapsed, SECOND } from '../core/clock.ts'

export interface ProgressBar {
  /** Call as often as you like: it draws ten times a second at most. */
  update(done: number, total: number): void
  /** Leaves the last state on its line. Safe to call again, and without an update before. */
  end(): void
}

const REDRAW_MS = 100
const WIDTH = 24
const STEP = 10

/**
 * Shows how far a long piece of work is. On a terminal one line is drawn over and over: share, count, rate, time left.
 * Elsewhere (a file, a pipe, cron) there is one line for every 10 %.
 */
export function progressBar(out: NodeJS.WritableStream, label: string, now: () => number = elapsed): ProgressBar {
  const { isTTY, columns } = out as { isTTY?: boolean; columns?: number }
  return isTTY === true ? terminalBar(out, label, now, columns) : plainBar(out, label)
}

interface Progress {
  readonly done: number
  readonly total: number
}

const shareOf = ({ done, total }: Progress) => (total > 0 ? Math.min(1, Math.max(0, done / total)) : 1)
const percentOf = (progress: Progress) => Math.floor(shareOf(progress) * 100)
const grouped = (count: number) => Math.round(count).toLocaleString('en-US')
const countsOf = ({ done, total }: Progress) => `${grouped(done)} of ${grouped(total)}`

function plainBar(out: NodeJS.WritableStream, label: string): ProgressBar {
  let printed = 0
  return {
    update(done, total) {
      const percent = percentOf({ done, total })
      if (percent < printed + STEP) return
      printed = percent - (percent % STEP)
      out.write(`${label} ${printed} % (${countsOf({ done, total })})\n`)
    },
    end() {
      // Every line is whole already.
    },
  }
}

function terminalBar(out: NodeJS.WritableStream, label: string, now: () => number, columns = 80): ProgressBar {
  let first: { readonly at: number; readonly done: number } | undefined
  let drawnAt = -Infinity
  let latest: Progress | undefined
  let isOpen = true

  function draw({ done, total }: Progress, at: number): void {
    const seconds = first === undefined ? 0 : (at - first.at) / SECOND
    const rate = first !== undefined && seconds > 0 ? (done - first.done) / seconds : 0
    const full = Math.round(shareOf({ done, total }) * WIDTH)
    const bar = `[${'#'.repeat(full)}${'.'.repeat(WIDTH - full)}]`
    const parts = [`${label} ${bar} ${percentOf({ done, total })} %`, countsOf({ done, total })]
    if (rate > 0) parts.push(`${grouped(rate)}/s`, timeOf(done < total ? (total - done) / rate : seconds, done < total))
    // A line that reached the last column would wrap, and the next one would be drawn below it.
    out.write(`\r${parts.join('  ').slice(0, columns - 1)}\u001b[K`)
    drawnAt = at
  }

  return {
    update(done, total) {
      if (!isOpen) return
      const at = now()
      first ??= { at, done }
      latest = { done, total }
      if (at - drawnAt >= REDRAW_MS) draw(latest, at)
    },
    end() {
      if (isOpen && latest !== undefined) {
        draw(latest, now())
        out.write('\n')
      }
      isOpen = false
    },
  }
}

/** `1:05 left`, or how long it took. */
function timeOf(seconds: number, isLeft: boolean): string {
  const whole = Math.ceil(seconds)
  const clock = `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
  return isLeft ? `${clock} left` : `in ${clock}`
}
