import { verifiedAnswer } from '../../projects/project-answers.ts'
import { parseInput } from '../../core/input.ts'
import { verifyInput } from '../../projects/project-input.ts'
import type { Command } from '../command.ts'

export const projectVerify: Command = {
  name: 'project verify',
  summary: 'Say whose key this is, and whether it works',
  operand: 'key',
  options: { key: { type: 'string', value: '<key>', about: 'A secret or a public key' } },
  run: async (given, services) => {
    const { key } = parseInput(verifyInput, { key: given.text('key') })
    const found = await (await services.projects()).verify(key)
    const text = found
      ? `This is the ${found.keyKind} key of project "${found.project.name}".`
      : 'No active project has this key.'
    return { text, data: verifiedAnswer(found) }
  },
}
