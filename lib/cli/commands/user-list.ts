import { userAnswer } from '../../accounts/account-answers.ts'
import type { Command } from '../command.ts'
import { textTable } from '../text-table.ts'

export const userList: Command = {
  name: 'user list',
  summary: 'List the people who sign in, oldest first',
  options: {},
  run: async (_given, services) => {
    const { users } = await services.accounts()
    const projects = await (await services.projects()).all()
    const all = (await users.all()).map((person) => userAnswer(person, person.isOwner ? [] : projects))
    const rows = all.map((user) => [
      String(user.id),
      user.email,
      user.name,
      user.is_owner ? 'owner' : user.projects.map(({ id, role }) => `${role} of ${id}`).join(', '),
      user.has_second_factor ? '2FA' : '',
      user.signed_in_at?.slice(0, 10) ?? 'never',
    ])
    const head = ['id', 'e-mail', 'name', 'may', '', 'signed in']
    const text =
      rows.length === 0 ? 'There is no user yet. See: node app.js user signin-link' : textTable([head, ...rows])
    return { text, data: { count: all.length, users: all } }
  },
}
