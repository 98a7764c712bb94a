const TAG = /^\s*([a-z]{2,3})(?:-[a-z]{4})?(?:-([a-z]{2}|\d{3}))?\s*(?:[,;]|$)/i

/** The first language of `Accept-Language` as `de` or `de-AT`; empty for `*`, none, and what is no language tag. */
export function languageOf(acceptLanguage: string | undefined): string {
  const [, language, region] = TAG.exec(acceptLanguage ?? '') ?? []
  if (language === undefined) return ''
  return region === undefined ? language.toLowerCase() : `${language.toLowerCase()}-${region.toUpperCase()}`
}
