import { newCode } from '../../accounts/secret-token.ts'
import { INSTALL_LOG } from '../../accounts/trail.ts'
import type { Command } from '../command.ts'
import { COMMAND_LINE, emailOption, findUser } from '../user-options.ts'

/** Makes the password itself: one that is typed here would stand in the shell's history and the list of processes. */
export const userPasswd: Command = {
  name: 'user passwd',
  summary: 'Give an account a new password, made up and printed once; end its sessions',
  operand: 'email',
  options: { email: emailOption },
  run: async (given, services) => {
    const accounts = await services.accounts()
    const person = await findUser(accounts, given)
    const password = newCode(5)
    await accounts.users.setPassword(person.id, await accounts.passwords.hash(password))
    await accounts.sessions.endAll(person.id)
    await accounts.links.forget(person.id)
    const action = 'user.password-changed'
    await accounts.trail.note({ project: INSTALL_LOG, actor: COMMAND_LINE, action, target: person.email })
    const text = `The password of ${person.email} is now (shown once):\n\n  ${password}\n\nIt is signed out everywhere.`
    return { text, data: { id: person.id, email: person.email, password } }
  },
}
