import { INSTALL_LOG } from '../../accounts/trail.ts'
import { AppError } from '../../core/errors.ts'
import type { Command } from '../command.ts'
import { COMMAND_LINE, emailOption, findUser } from '../user-options.ts'

export const userDelete: Command = {
  name: 'user delete',
  summary: 'Delete an account with its sessions and tokens',
  operand: 'email',
  options: { email: emailOption, confirm: { type: 'string', value: '<e-mail>', about: 'The address once more' } },
  run: async (given, services) => {
    const accounts = await services.accounts()
    const { id, email } = await findUser(accounts, given)
    if (given.text('confirm') !== email)
      throw new AppError('invalid_input', `To delete the account, add: --confirm ${email}`)
    await accounts.users.delete(id)
    await accounts.trail.note({ project: INSTALL_LOG, actor: COMMAND_LINE, action: 'user.deleted', target: email })
    return { text: `User ${email} deleted.`, data: { id, email } }
  },
}
