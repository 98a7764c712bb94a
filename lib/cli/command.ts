import type { CommandServices } from './command-services.ts'

/** An option of a command, `--name`. */
export interface CommandOption {
  readonly type: 'string' | 'boolean'
  /** May be given several times. */
  readonly multiple?: boolean
  /** What stands for the value in the help: `<id>`. */
  readonly value?: string
  readonly about: string
}

export interface Command {
  /** One or two words: `project create`. */
  readonly name: string
  readonly summary: string
  /** The option that a bare word after the command's name stands for. */
  readonly operand?: string
  readonly options: Readonly<Record<string, CommandOption>>
  /** Exit code when it could not do its work; 1 when absent. */
  readonly failureCode?: number
  run(given: Given, services: CommandServices): Promise<Outcome>
}

/** What a command found or did. It prints nothing itself: the same outcome is text for people or JSON for programs. */
export interface Outcome {
  readonly text: string
  /** The one JSON document of `--json`. */
  readonly data: unknown
  /** 0 when absent. */
  readonly exitCode?: number
}

/** Asked for in a wrong way; ends with exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>

/** The options as they were given. */
export class Given {
  readonly #values: Values

  constructor(values: Values) {
    this.#values = values
  }

  text(option: string): string | undefined {
    const value = this.#values[option]
    return typeof value === 'string' ? value : undefined
  }

  flag(option: string): boolean | undefined {
    const value = this.#values[option]
    return typeof value === 'boolean' ? value : undefined
  }

  /** Each value of a repeated option, and each part between commas; undefined when it was not given. */
  list(option: string): string[] | undefined {
    const value = this.#values[option]
    return Array.isArray(value) ? value.flatMap((part) => String(part).split(',')) : undefined
  }

  /** Throws `UsageError` for what is no whole number from 1 to `max`. */
  whole(option: string, max: number): number | undefined {
    const text = this.text(option)
    if (text === undefined) return undefined
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= 1 && value <= max) return value
    throw new UsageError(`--${option} must be a whole number from 1 to ${max}`)
  }
}
