import { texts } from '../language.ts'

const SHORTEST_PASSWORD = 10

/** What is wrong with a new password before it is sent; undefined for nothing. */
export function newPasswordFault(password: string): string | undefined {
  if (password === '') return texts.signIn.missing
  return Array.from(password).length < SHORTEST_PASSWORD ? texts.signIn.tooShort : undefined
}

export const missingFault = (text: string): string | undefined =>
  text.trim() === '' ? texts.signIn.missing : undefined
