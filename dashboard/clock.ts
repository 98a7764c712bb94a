/** Milliseconds since 1970 by this browser's clock. */
export const now = (): number => Date.now()
