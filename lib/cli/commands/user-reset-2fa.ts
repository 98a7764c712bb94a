import { INSTALL_LOG } from '../../accounts/trail.ts'
import type { Command } from '../command.ts'
import { COMMAND_LINE, emailOption, findUser } from '../user-options.ts'

export const userReset2fa: Command = {
  name: 'user reset-2fa',
  summary: 'Switch off the second factor of an account whose telephone is lost',
  operand: 'email',
  options: { email: emailOption },
  run: async (given, services) => {
    const accounts = await services.accounts()
    const person = await findUser(accounts, given)
    await accounts.secondFactor.remove(person.id)
    const action = 'user.second-factor-off'
    await accounts.trail.note({ project: INSTALL_LOG, actor: COMMAND_LINE, action, target: person.email })
    const text = `${person.email} signs in without a second factor now.`
    return { text, data: { id: person.id, email: person.email } }
  },
}
