import { parseArgs } from 'node:util'
import { AppError, messageOf } from '../core/errors.ts'
import { explainFault } from '../db/faults.ts'
import type { Command, Outcome } from './command.ts'
import { Given, UsageError } from './command.ts'
import type { CommandServices } from './command-services.ts'
import { COMMANDS } from './commands.ts'
import { commandHelp, namesOf, PROGRAM, tableHelp } from './help-text.ts'

const EXIT = { done: 0, failed: 1, usage: 2 } as const

/**
 * Runs one command and prints its outcome: text, or with `--json` one JSON document. Gives the exit code: 0 done,
 * 1 failed (or what the command has for that), 2 asked for in a wrong way. Never throws.
 */
export async function runCommand(args: readonly string[], services: CommandServices): Promise<number> {
  const isJson = args.includes('--json')
  try {
    const { text, data, exitCode = EXIT.done } = await outcomeOf(withoutJson(args), services)
    services.out.write(isJson ? `${JSON.stringify(data, null, 2)}\n` : `${text}\n`)
    return exitCode
  } catch (fault) {
    const { message, code, exitCode } = explain(fault, failureCodeOf(args))
    if (isJson) services.out.write(`${JSON.stringify({ error: { code, message } }, null, 2)}\n`)
    else services.err.write(`${message}\n`)
    return exitCode
  }
}

/** The exit code of a command that could not do its work. */
export const failureCodeOf = (args: readonly string[]): number =>
  commandIn(withoutJson(args))?.failureCode ?? EXIT.failed

const withoutJson = (args: readonly string[]) => args.filter((arg) => arg !== '--json')

async function outcomeOf(args: readonly string[], services: CommandServices): Promise<Outcome> {
  const command = commandIn(args)
  if (command === undefined) return groupHelp(args)
  const { values, positionals } = parse(command, args.slice(command.name.split(' ').length))
  if (values.help === true) return commandHelp(command)
  const { operand } = command
  const [word, ...more] = positionals
  if (more.length > 0 || (word !== undefined && (operand === undefined || values[operand] !== undefined))) {
    throw new UsageError(`"${more[0] ?? word ?? ''}" is one word too many.\n${seeHelp(command)}`)
  }
  const filled = operand === undefined || word === undefined ? values : { ...values, [operand]: word }
  try {
    return await command.run(new Given(filled), services)
  } catch (fault) {
    throw fault instanceof UsageError ? new UsageError(`${fault.message}\n${seeHelp(command)}`) : fault
  }
}

const ALIASES: Readonly<Record<string, string>> = {
  '--help': 'help',
  '-h': 'help',
  '--version': 'version',
  '-v': 'version',
}

function commandIn([first = 'help', second = '']: readonly string[]): Command | undefined {
  const named = (name: string) => COMMANDS.find((command) => command.name === name)
  return named(`${first} ${second}`) ?? named(ALIASES[first] ?? first)
}

/** `project` alone, or `project --help`, lists what there is; anything else is unknown. */
function groupHelp([first = '', second]: readonly string[]): Outcome {
  const group = COMMANDS.filter(({ name }) => name.startsWith(`${first} `))
  if (group.length > 0 && (second === '--help' || second === '-h'))
    return { text: tableHelp(group), data: namesOf(group) }
  const what = group.length > 0 && second !== undefined ? `${first} ${second}` : first
  const known = tableHelp(group.length > 0 ? group : COMMANDS)
  throw new UsageError(`There is no command "${what}". These are:\n${known}`)
}

type Options = Record<string, { type: 'string' | 'boolean'; multiple: boolean }>

function parse(command: Command, args: readonly string[]) {
  const own = Object.entries(command.options).map(([name, { type, multiple = false }]) => [name, { type, multiple }])
  const options = { ...(Object.fromEntries(own) as Options), help: { type: 'boolean', short: 'h' } } as const
  try {
    const parsed = parseArgs({ args: [...args], options, allowPositionals: true, allowNegative: true })
    return { values: parsed.values as Record<string, string | boolean | undefined>, positionals: parsed.positionals }
  } catch (fault) {
    // Node's sentence goes on with advice about "--" that helps nobody here.
    const [sentence = ''] = messageOf(fault).split(/\. (?=To specify|Did you)/)
    throw new UsageError(`${sentence}\n${seeHelp(command)}`, { cause: fault })
  }
}

const seeHelp = ({ name }: Command) => `See: ${PROGRAM} ${name} --help`

function explain(fault: unknown, failureCode: number): { message: string; code: string; exitCode: number } {
  const message = messageOf(fault)
  if (fault instanceof UsageError) return { message, code: 'usage', exitCode: EXIT.usage }
  if (fault instanceof AppError) {
    return { message, code: fault.code, exitCode: fault.code === 'invalid_input' ? EXIT.usage : failureCode }
  }
  return { message: explainFault(fault), code: 'failed', exitCode: failureCode }
}
