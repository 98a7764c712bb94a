/** What the script tag says. */
export interface Tag {
  key: string
  /** Address of the installation, without a slash at the end. */
  api: string
  /** The optional attributes: `environment`, `identity`, `hash`, `errors`, `auto`. */
  options: DOMStringMap
}

/** Reads our tag; says so and returns undefined when there is no public key. */
export function readTag(script: HTMLOrSVGScriptElement | null): Tag | undefined {
  const options = script ? script.dataset : {}
  const key = options.publicKey
  if (key) {
    const home = (script as HTMLScriptElement).src.split('/snippet/')[0]
    return { key, api: (options.apiUrl || home || '').replace(/\/$/, ''), options }
  }
  console.warn('[Micrologs] data-public-key is required.')
  return undefined
}
