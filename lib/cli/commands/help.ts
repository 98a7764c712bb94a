import type { Command } from '../command.ts'
import { namesOf, PROGRAM, tableHelp } from '../help-text.ts'

/** `commands` is asked for when it runs, for `help` is one of them. */
export const help = (commands: () => readonly Command[]): Command => ({
  name: 'help',
  summary: 'List the commands',
  options: {},
  run: () => {
    const lines = [
      `${PROGRAM}                    start the server`,
      `${PROGRAM} <command> --help   what a command takes`,
      '',
      tableHelp(commands()),
    ]
    return Promise.resolve({ text: lines.join('\n'), data: namesOf(commands()) })
  },
})
