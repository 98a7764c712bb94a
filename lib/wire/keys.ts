/** `data` of the answer of `projects/verify`. Unknown keys, and those of a project that is switched off, are not valid. */
export type KeyVerified =
  | { valid: false }
  | { valid: true; key_type: 'secret' | 'public'; project_name: string; allowed_domains: readonly string[] }
