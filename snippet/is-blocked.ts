import type { Answer } from './request.ts'

/**
 * Whether somebody before our server, most likely its host's firewall, did not like the form of a request. A refusal
 * that cannot be read is taken for a firewall's, since ours allow reading and say `"success":false`.
 */
export function isBlocked([status, text]: Answer): boolean {
  return [0, 403, 406, 415, 501].includes(status) && !/"success":\s*false/.test(text)
}
