/** The address that people are given. `base` as from `baseUrl`; the form is the contract's, `/l/<code>` works as well. */
export const shortUrl = (base: string, code: string): string => `${base}/api/redirect.php?c=${code}`
