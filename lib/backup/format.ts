/**
 * A backup is gzip over lines of JSON: a `Head`; then for each table its `TableHead` and its rows, each a list of values in
 * the order of the columns; and an `End`, without which a file is cut off. Nothing in it depends on the database
 * it was made from. Bytes stand as `{"b": "<base64>"}`.
 */
export const FORMAT = 1

export interface Head {
  readonly micrologs_backup: typeof FORMAT
  /** That made it. */
  readonly version: string
  /** `YYYY-MM-DD HH:MM:SS`, UTC. */
  readonly made_at: string
  /** What had been done to the schema; the file is read into one that has had just as much done to it. */
  readonly migrations: readonly string[]
  /** About how many rows there are. */
  readonly rows: number
}

export interface TableHead {
  readonly table: string
  readonly columns: readonly string[]
}

export interface End {
  /** How many rows each table had. */
  readonly end: Readonly<Record<string, number>>
}

/** Not kept: what belongs to one database or machine. Background work begins anew. */
export const LEFT_OUT: ReadonlySet<string> = new Set(['jobs', 'size_log'])

export type Value = string | number | null | { readonly b: string }

export const packed = (value: unknown): Value =>
  value instanceof Uint8Array ? { b: Buffer.from(value).toString('base64') } : (value as Value)

export const unpacked = (value: Value): string | number | Buffer | null =>
  typeof value === 'object' && value !== null ? Buffer.from(value.b, 'base64') : value
