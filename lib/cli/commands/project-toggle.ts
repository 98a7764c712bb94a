import { sentences, toggledAnswer } from '../../projects/project-answers.ts'
import { parseInput } from '../../core/input.ts'
import { toggleInput } from '../../projects/project-input.ts'
import type { Command } from '../command.ts'
import { idOption } from '../project-options.ts'

export const projectToggle: Command = {
  name: 'project toggle',
  summary: 'Switch a project on or off; no key of it works while it is off',
  operand: 'id',
  options: {
    id: idOption,
    active: { type: 'boolean', about: 'Switch it on; --no-active switches it off; without either it is flipped' },
  },
  run: async (given, services) => {
    const { id, is_active } = parseInput(toggleInput, { id: given.text('id'), is_active: given.flag('active') })
    const project = await (await services.projects()).toggle(id, is_active ?? undefined)
    return { text: sentences.toggled(project), data: toggledAnswer(project) }
  },
}
