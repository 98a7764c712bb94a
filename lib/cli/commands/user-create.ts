import { userAnswer } from '../../accounts/account-answers.ts'
import { newUserInput } from '../../accounts/account-input.ts'
import { INSTALL_LOG } from '../../accounts/trail.ts'
import { parseInput } from '../../core/input.ts'
import type { Command } from '../command.ts'
import { COMMAND_LINE, emailIn, emailOption, signInLink } from '../user-options.ts'

export const userCreate: Command = {
  name: 'user create',
  summary: 'Make an account; print a link with which it signs in and sets a password',
  operand: 'email',
  options: {
    email: emailOption,
    name: { type: 'string', value: '<name>', about: 'Shown beside the address' },
    owner: { type: 'boolean', about: 'May do everything; for others see: user role' },
  },
  run: async (given, services) => {
    const { email, name = '' } = parseInput(newUserInput, { email: emailIn(given), name: given.text('name') })
    const accounts = await services.accounts()
    const isOwner = given.flag('owner') ?? false
    const person = await accounts.users.create({ email, name, password: '', isOwner })
    if (isOwner) accounts.setupCode.remove()
    const context = { owner: isOwner }
    await accounts.trail.note({
      ...{ project: INSTALL_LOG, actor: COMMAND_LINE, action: 'user.made', target: email, context },
    })
    const link = await signInLink(accounts, services, person.id)
    return { text: `User ${email} made.\n\n${link.text}`, data: { ...userAnswer(person, []), url: link.url } }
  },
}
