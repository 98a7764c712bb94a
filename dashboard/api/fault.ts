/** Why a question got no answer, as far as the reader can do something about it. */
export type FaultKind =
  /** No answer at all, or one of the host and not of the app. */
  | 'unreachable'
  /** Nobody is signed in, or password, code or link were not good. */
  | 'refused'
  /** Not for this person. */
  | 'forbidden'
  | 'missing'
  /** What was sent cannot be; the server's sentence says why. */
  | 'invalid'
  /** The database does not answer. */
  | 'away'
  /** Too many questions. */
  | 'busy'
  | 'failed'

const KINDS: Readonly<Record<number, FaultKind>> = {
  0: 'unreachable',
  400: 'invalid',
  401: 'refused',
  403: 'forbidden',
  404: 'missing',
  409: 'invalid',
  413: 'invalid',
  429: 'busy',
  502: 'unreachable',
  503: 'away',
  504: 'unreachable',
}

export class ApiFault extends Error {
  override readonly name = 'ApiFault'
  readonly kind: FaultKind

  /**
   * `status`: of HTTP, 0 where there was no answer. `message`: the server's sentence, empty where there was none.
   * `code`: its word for programs. `retryAfter`: seconds to wait, where it says so.
   */
  constructor(
    readonly status: number,
    message = '',
    readonly code = '',
    readonly retryAfter?: number,
  ) {
    super(message)
    this.kind = KINDS[status] ?? 'failed'
  }

  /** Whether asking the same again may help. */
  get isPassing(): boolean {
    return ['unreachable', 'away', 'busy', 'failed'].includes(this.kind)
  }
}

/** Whatever was thrown, as a fault. */
export const faultOf = (thrown: unknown): ApiFault => (thrown instanceof ApiFault ? thrown : new ApiFault(500))
