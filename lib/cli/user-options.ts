import { cleanEmail } from '../accounts/account-input.ts'
import { linkOf } from '../accounts/account-answers.ts'
import type { Accounts } from '../accounts/open-accounts.ts'
import type { Person } from '../accounts/person.ts'
import { AppError } from '../core/errors.ts'
import { baseUrl } from '../projects/tag.ts'
import type { Given } from './command.ts'
import { UsageError } from './command.ts'
import type { CommandServices } from './command-services.ts'

/** What the commands about users share. */

export const emailOption = { type: 'string', value: '<e-mail>', about: 'Address of the account' } as const

/** How audit entries name whoever sits at the command line. */
export const COMMAND_LINE = 'command line'

export function emailIn(given: Given): string {
  const email = given.text('email')
  if (email === undefined) throw new UsageError('An e-mail address is needed, as in: user list')
  return cleanEmail(email)
}

export async function findUser(accounts: Accounts, given: Given): Promise<Person> {
  const email = emailIn(given)
  const person = await accounts.users.byEmail(email)
  if (person === undefined) throw new AppError('not_found', `There is no user ${email}. See: node app.js user list`)
  return person
}

/** A link that signs somebody in once; also as lines for people. */
export async function signInLink({ links }: Accounts, { config }: CommandServices, person: number) {
  const { token, endsAt } = await links.make(person)
  const url = linkOf(baseUrl(config), 'signin', token)
  return { url, endsAt, text: `This link signs in once, within a day:\n\n  ${url}` }
}
