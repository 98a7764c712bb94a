import { PassThrough } from 'node:stream'
import { progressBar } from '../../lib/seed/progress-bar.ts'

/** What a bar writes, on a terminal of this width (0: no terminal), and the time it believes in. */
function screen(columns: number) {
  const out = Object.assign(new PassThrough({ encoding: 'utf8' }), columns > 0 && { isTTY: true, columns })
  const time = { ms: 0 }
  const bar = progressBar(out, 'Seeding', () => time.ms)
  return { bar, time, text: () => (out.read() ?? '') as string }
}

describe('on a terminal', () => {
  test('one line is drawn over, with share, count, rate and time left', () => {
    const { bar, time, text } = screen(100)
    bar.update(0, 90_000)
    expect(text()).toBe('\rSeeding [........................] 0 %  0 of 90,000\u001b[K')
    time.ms = 2000
    bar.update(20_000, 90_000)
    expect(text()).toBe('\rSeeding [#####...................] 22 %  20,000 of 90,000  10,000/s  0:07 left\u001b[K')
    time.ms = 75_000
    bar.update(90_000, 90_000)
    expect(text()).toContain('100 %  90,000 of 90,000  1,200/s  in 1:15')
    bar.end()
    expect(text()).toMatch(/100 %.*\n$/)
  })

  test('it is drawn ten times a second, and the last state always', () => {
    const { bar, time, text } = screen(100)
    for (let done = 1; done <= 30; done++) {
      time.ms += 10
      bar.update(done, 30)
    }
    const drawn = text().split('\r').length - 1
    expect(drawn).toBeGreaterThan(1)
    expect(drawn).toBeLessThanOrEqual(4)
    bar.end()
    expect(text()).toContain('30 of 30')
    bar.end()
    bar.update(1, 30)
    expect(text()).toBe('')
  })

  test('work that goes on where it stopped is timed from there', () => {
    const { bar, time, text } = screen(100)
    bar.update(900, 1000)
    time.ms = 1000
    bar.update(910, 1000)
    expect(text()).toContain('10/s  0:09 left')
  })

  test('a narrow terminal gets a shorter line, never two', () => {
    const { bar, text } = screen(30)
    bar.update(1, 2)
    expect(text()).toBe('\rSeeding [############........\u001b[K')
  })
})

describe('elsewhere', () => {
  test('a line for every 10 %', () => {
    const { bar, text } = screen(0)
    for (let done = 0; done <= 1000; done++) bar.update(done, 1000)
    bar.end()
    const lines = text().split('\n')
    expect(lines).toHaveLength(11)
    expect(lines[0]).toBe('Seeding 10 % (100 of 1,000)')
    expect(lines[9]).toBe('Seeding 100 % (1,000 of 1,000)')
  })

  test('steps of more than 10 % have one line each', () => {
    const { bar, text } = screen(0)
    bar.update(25, 100)
    bar.update(29, 100)
    bar.update(97, 100)
    bar.update(100, 100)
    expect(text()).toBe('Seeding 20 % (25 of 100)\nSeeding 90 % (97 of 100)\nSeeding 100 % (100 of 100)\n')
  })
})

test.each([0, 80])('nothing to do, or no update at all, is fine (%s columns)', (columns) => {
  const { bar, text } = screen(columns)
  bar.end()
  expect(text()).toBe('')
  const other = screen(columns)
  other.bar.update(0, 0)
  other.bar.end()
  expect(other.text()).toContain('100 %')
})
