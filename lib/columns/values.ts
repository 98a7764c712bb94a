/** The values of a column, one a row, as narrow as they may be. `Float64Array` holds whole numbers of up to 53 bits. */
export type Values = Uint8Array | Uint16Array | Uint32Array | Float64Array

/** Numbers that repeat: row `r` has `ids[codes[r]]`. `ids` ascends and has no value twice; 0 stands for "none". */
export interface Coded {
  readonly codes: Values
  readonly ids: Uint32Array
}

/** Few rows have a value: row `rows[i]` has `values[i]`, all others none. `rows` ascends. */
export interface Sparse {
  readonly rows: Uint32Array
  readonly values: Uint32Array
}

/** Texts that repeat: row `r` has `texts[codes[r]]`. */
export interface CodedTexts {
  readonly codes: Values
  readonly texts: readonly string[]
}

/** A column in one of its four forms. */
export type Column =
  | ({ readonly form: 'numbers' } & { readonly values: Values })
  | ({ readonly form: 'coded' } & Coded)
  | ({ readonly form: 'sparse' } & Sparse)
  | ({ readonly form: 'texts' } & CodedTexts)

/**
 * A coded column that mostly follows from the codes of another one: row `r` has the code `guesses[codes of the other[r]]`,
 * but those in `rows`, which ascends, have `codes`. Only on disk.
 */
export interface Guessed {
  readonly form: 'guessed'
  readonly ids: Uint32Array
  readonly guesses: Values
  readonly rows: Uint32Array
  readonly codes: Values
}

export type StoredColumn = Column | Guessed
