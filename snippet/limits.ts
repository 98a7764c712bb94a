// Numbers only, and no imports: so esbuild writes them where they are used.

/** Texts of a message are cut at these lengths, so that its body stays below 60 KB. */
export const LONGEST_TEXT = 2048
export const LONGEST_STACK = 8000
export const MOST_CONTEXT_BYTES = 8192

/** Errors reported in the life of a page. */
export const MOST_ERRORS = 20

/** Messages that wait for the server; the oldest gives way. More than a burst of errors, which must cost no view. */
export const MOST_WAITING = 30
export const FIRST_DELAY_MS = 2000
export const LONGEST_DELAY_MS = 3600_000

/** How long a virtual page has for setting its title. */
export const SETTLE_MS = 100
/** A shorter time on the page is added to the next share. */
export const LEAST_SHARE_MS = 100
