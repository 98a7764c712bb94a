import type { Command, Outcome } from './command.ts'
import { textTable } from './text-table.ts'

/** How a command is called, from the folder that the app lies in. */
export const PROGRAM = 'node app.js'

const EVERYWHERE = [
  ['--json', 'Print one JSON document instead of text'],
  ['--help', 'Show this'],
]

export const tableHelp = (commands: readonly Command[]): string =>
  textTable(
    commands.map(({ name, summary }) => [name, summary]),
    '  ',
  )

/** The same for programs. */
export const namesOf = (commands: readonly Command[]) => commands.map(({ name, summary }) => ({ name, summary }))

export function commandHelp(command: Command): Outcome {
  const { name, summary, operand, options } = command
  const rows = Object.entries(options).map(([option, { value, about }]) => [
    `--${option}${value === undefined ? '' : ` ${value}`}`,
    about,
  ])
  const word = operand === undefined ? '' : ` [${options[operand]?.value ?? `<${operand}>`}]`
  const text = `${PROGRAM} ${name}${word} [options]\n\n${summary}.\n\n${textTable([...rows, ...EVERYWHERE], '  ')}`
  const data = {
    name,
    summary,
    options: Object.entries(options).map(([option, { type, about }]) => ({ name: option, type, about })),
  }
  return { text, data }
}
