import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

export const ROOT = path.resolve(__dirname, '../..')

/** One import of a file: the module as written, the file it is when it is ours, and whether it leaves no trace. */
export interface Import {
  readonly from: string
  readonly target: string | undefined
  readonly isTypeOnly: boolean
}

export interface Source {
  /** Path from the root, with slashes. */
  readonly file: string
  readonly text: string
  /** Without comments and strings' contents left as they are: enough for looking for words. */
  readonly code: string
  readonly imports: readonly Import[]
}

const FOLDERS = ['lib', 'routes', 'snippet', 'dashboard', 'migrations', 'sdk/src']
const IMPORT = /^(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm

function listed(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => `${folder}/${name.split(path.sep).join('/')}`)
}

function read(file: string): Source {
  const text = readFileSync(path.join(ROOT, file), 'utf8')
  const imports = [...text.matchAll(IMPORT)].map(([, type, from = '']) => ({
    from,
    target: from.startsWith('.') ? path.posix.join(path.posix.dirname(file), from) : undefined,
    isTypeOnly: type !== undefined,
  }))
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '')
  return { file, text, code, imports }
}

/** Every TypeScript file that ships. */
export const sources: readonly Source[] = [
  ...readdirSync(ROOT).filter((name) => /^\w+\.ts$/.test(name)),
  ...FOLDERS.flatMap(listed),
].map(read)

export const inside = (folder: string): readonly Source[] => sources.filter(({ file }) => file.startsWith(folder))
