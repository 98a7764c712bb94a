/** Figures as answers carry them. Of nothing, each is 0. */

/** Percent with one decimal. */
export const percent = (part: number, whole: number): number =>
  whole === 0 ? 0 : Math.round((part / whole) * 1000) / 10

/** Two decimals. */
export const ratio = (sum: number, count: number): number => (count === 0 ? 0 : Math.round((sum / count) * 100) / 100)

/** Whole seconds, of a sum of milliseconds. */
export const meanSeconds = (sum: number, count: number): number => (count === 0 ? 0 : Math.round(sum / count / 1000))
