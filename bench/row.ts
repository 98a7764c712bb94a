/** One line of what `npm run bench` prints. `ok` is there when a `goal` is. */
export interface BenchRow {
  readonly name: string
  readonly value: string
  readonly goal?: string
  readonly ok?: boolean
}

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0
