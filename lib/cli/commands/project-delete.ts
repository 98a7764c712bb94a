import { deletedAnswer, sentences } from '../../projects/project-answers.ts'
import { parseInput } from '../../core/input.ts'
import { deleteInput } from '../../projects/project-input.ts'
import type { Command } from '../command.ts'
import { idOption } from '../project-options.ts'

export const projectDelete: Command = {
  name: 'project delete',
  summary: 'Delete a project and everything it holds, for good',
  operand: 'id',
  options: { id: idOption, confirm: { type: 'string', value: '<name>', about: 'The exact name of the project' } },
  run: async (given, services) => {
    const { id, confirm } = parseInput(deleteInput, { id: given.text('id'), confirm: given.text('confirm') })
    const project = await (await services.projects()).delete(id, confirm)
    return { text: sentences.deleted(project), data: deletedAnswer(project) }
  },
}
