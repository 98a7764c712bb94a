import { FIRST_OWNER } from '../../accounts/sign-in-links.ts'
import { INSTALL_LOG } from '../../accounts/trail.ts'
import type { Command } from '../command.ts'
import { UsageError } from '../command.ts'
import { COMMAND_LINE, emailOption, findUser, signInLink } from '../user-options.ts'

export const userSigninLink: Command = {
  name: 'user signin-link',
  summary: 'Print a link that signs somebody in once; without an address the first owner of a fresh install',
  operand: 'email',
  options: { email: emailOption },
  run: async (given, services) => {
    const accounts = await services.accounts()
    const isFirst = given.text('email') === undefined
    if (isFirst && (await accounts.users.hasOwner()))
      throw new UsageError('Whom to sign in? There is an owner already; give an e-mail address')
    const person = isFirst ? undefined : await findUser(accounts, given)
    const { url, text, endsAt } = await signInLink(accounts, services, person?.id ?? FIRST_OWNER)
    const target = person?.email ?? ''
    await accounts.trail.note({ project: INSTALL_LOG, actor: COMMAND_LINE, action: 'user.sign-in-link-made', target })
    return { text, data: { email: person?.email ?? null, url, ends_at: new Date(endsAt).toISOString() } }
  },
}
