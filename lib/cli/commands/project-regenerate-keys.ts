import { rotatedAnswer, sentences } from '../../projects/project-answers.ts'
import { parseInput } from '../../core/input.ts'
import { regenerateInput } from '../../projects/project-input.ts'
import type { Command } from '../command.ts'
import { idOption } from '../project-options.ts'
import { textTable } from '../text-table.ts'

export const projectRegenerateKeys: Command = {
  name: 'project regenerate-keys',
  summary: 'Replace the keys of a project; the old ones stop working at once',
  operand: 'id',
  options: {
    id: idOption,
    secret: { type: 'boolean', about: 'Replace the secret key (default); --no-secret keeps it' },
    public: { type: 'boolean', about: 'Replace the public key (default); --no-public keeps it' },
  },
  run: async (given, services) => {
    const rotate = parseInput(regenerateInput, {
      id: given.text('id'),
      rotate_secret: given.flag('secret'),
      rotate_public: given.flag('public'),
    })
    const data = rotatedAnswer(await (await services.projects()).regenerateKeys(rotate.id, rotate), rotate)
    const rows = [
      ...(data.secret_key === undefined ? [] : [['secret key', `${data.secret_key}   (shown once: keep it safe)`]]),
      ...(data.public_key === undefined ? [] : [['public key', data.public_key]]),
    ]
    return { text: `${sentences.rotated(rotate)}\n\n${textTable(rows, '  ')}`, data }
  },
}
