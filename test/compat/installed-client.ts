import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

const SDK = path.resolve(__dirname, '../../sdk')
const TSC = path.resolve(__dirname, '../../node_modules/typescript/bin/tsc')

/** One client and what is called on it, in order. */
export interface Session {
  readonly options: Readonly<Record<string, unknown>>
  /**
   * `createLink`, `analytics.errors`, `each.audits`, `batch.error` and so on, and its arguments: what JSON can hold, and
   * `{ $: 'expression' }` for what it cannot; `data` in it are the `data` of the answers so far.
   */
  readonly calls: readonly (readonly [method: string, ...args: unknown[]])[]
}

export interface Told {
  /** What each call resolved with; a list for what is iterated over. */
  readonly answers: readonly unknown[]
  readonly warnings: readonly string[]
}

/** The package as its users have it: packed, and installed into a folder that knows nothing of this one. */
export interface InstalledClient {
  /** As ES module or CommonJS, in a process of its own. Throws when anything there throws. */
  run(format: 'mjs' | 'cjs', sessions: readonly Session[]): Promise<Told[]>
  /** What the compiler says of such files, by name; empty when it is content. */
  compile(files: Readonly<Record<string, string>>): Promise<string>
  remove(): void
}

export async function installClient(): Promise<InstalledClient> {
  const folder = mkdtempSync(path.join(tmpdir(), 'micrologs-client-'))
  const npm = (cwd: string, ...words: string[]) => run('npm', words, { cwd, timeout: 100_000 })
  await npm(SDK, 'pack', '--pack-destination', folder)
  const packed = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? ''
  writeFileSync(path.join(folder, 'package.json'), '{"name":"user","version":"1.0.0"}')
  await npm(folder, 'install', '--offline', '--no-audit', '--no-fund', packed)
  writeFileSync(path.join(folder, 'run.mjs'), `import { Micrologs } from 'micrologs-client'\n${SCRIPT}`)
  writeFileSync(path.join(folder, 'run.cjs'), `const { Micrologs } = require('micrologs-client')\n${SCRIPT}`)
  return {
    async run(format, sessions) {
      const words = [`run.${format}`, JSON.stringify(sessions)]
      const { stdout } = await run(process.execPath, words, { cwd: folder, timeout: 60_000, maxBuffer: 1 << 26 })
      return JSON.parse(stdout) as Told[]
    },
    async compile(files) {
      for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text)
      const words = '--noEmit --strict --module node16 --target es2022 --lib es2022,dom'.split(' ')
      const compiled = run(process.execPath, [TSC, ...words, ...Object.keys(files)], { cwd: folder, timeout: 100_000 })
      return compiled.then(
        ({ stdout }) => stdout,
        (fault: unknown) => (fault as { stdout: string }).stdout,
      )
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Runs in the user's folder. A rejection that nobody catches ends it, and so fails the test. */
const SCRIPT = `
async function perform({ options, calls }) {
  const warnings = []
  const client = new Micrologs({ onWarning: (warning) => warnings.push(warning), ...options })
  const batch = client.batch(options.batch)
  const answers = []
  for (const [method, ...args] of calls) {
    const data = answers.map((answer) => answer?.data)
    const given = args.map((arg) => (arg?.$ === undefined ? arg : new Function('data', 'return ' + arg.$)(data)))
    const names = method.split('.')
    const owner = names.slice(0, -1).reduce((object, name) => object[name], Object.assign(Object.create(client), { batch }))
    const made = owner === undefined ? undefined : names.length === 1 ? client[method](...given) : owner[names.at(-1)](...given)
    if (made?.[Symbol.asyncIterator] === undefined) answers.push(await made)
    else {
      const rows = []
      for await (const row of made) rows.push(row)
      answers.push(rows)
    }
  }
  return { answers, warnings }
}
Promise.all(JSON.parse(process.argv[2]).map(perform)).then((told) => process.stdout.write(JSON.stringify(told)))
`
