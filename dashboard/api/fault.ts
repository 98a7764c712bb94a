/** Why a question got no answer, as far as the reader can do something about it. */
export type FaultKind =
  /** No answer at all, or one of the host and not of the app. */
  | 'unreachable'
  /** The key is not good. */
  | 'refused'
  /** Not for this reader. */
  | 'forbidden'
  | 'missing'
  /** The database does not answer. */
  | 'away'
  /** Too many questions. */
  | 'busy'
  | 'failed'

export class ApiFault extends Error {
  override readonly name = 'ApiFault'

  /** `message`: the server's sentence, empty where there was none. */
  constructor(
    readonly kind: FaultKind,
    message: string,
  ) {
    super(message)
  }

  /** Whether asking the same again may help. */
  get isPassing(): boolean {
    return this.kind !== 'refused' && this.kind !== 'forbidden'
  }
}
