// Builds sdk/dist: an ES module, a CommonJS module, and their types in one file each. The types of the answers are
// taken from lib/wire, which the server answers with.
import { build } from 'esbuild'
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const folder = path.dirname(fileURLToPath(import.meta.url))
const root = path.dirname(folder)
const dist = path.join(folder, 'dist')
const entry = path.join(folder, 'src/index.ts')

async function bundle(format) {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    // Nothing of Node's own, so that it runs on edge workers too.
    platform: 'neutral',
    target: 'es2022',
    format,
    logLevel: 'warning',
  })
  return outputFiles[0].text
}

/** Compiles with nothing but the language and the web's interfaces; answers the declarations by source file. */
function declarations() {
  const program = ts.createProgram([entry], {
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
    types: [],
    module: ts.ModuleKind.Preserve,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    allowImportingTsExtensions: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    declaration: true,
    emitDeclarationOnly: true,
  })
  const faults = ts.getPreEmitDiagnostics(program)
  if (faults.length > 0) {
    const host = { getCanonicalFileName: (name) => name, getCurrentDirectory: () => root, getNewLine: () => '\n' }
    throw new Error(ts.formatDiagnostics(faults, host))
  }
  const texts = []
  program.emit(
    undefined,
    (_name, text, _bom, _onError, [source]) => texts.push([source.fileName, text]),
    undefined,
    true,
  )
  return texts
}

const isType = (statement) =>
  ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement) || ts.isClassDeclaration(statement)
const isExported = (statement) => statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true

/**
 * One file of all of them: every type without its `export`, then what the entry exports. Names must differ, as nothing
 * tells files apart any more.
 */
function flattened(texts) {
  const files = texts.map(([name, text]) => [name, ts.createSourceFile(name, text, ts.ScriptTarget.ES2022)])
  const types = files.flatMap(([, file]) => file.statements.filter(isType).map((statement) => [file, statement]))
  const names = types.map(([, statement]) => statement.name.text)
  const twice = names.filter((name, at) => names.indexOf(name) !== at)
  if (twice.length > 0) throw new Error(`Two types share a name: ${twice.join(', ')}`)
  const bodies = types.map(([file, statement]) =>
    statement
      .getFullText(file)
      .replace(/^export /m, '')
      .trim(),
  )
  const exported = exportsOf(new Map(files), entry)
  return `${bodies.join('\n\n')}\n\nexport { ${[...new Set(exported)].toSorted().join(', ')} }\n`
}

/** The names that a file exports: its own types, lists of names, and all of another file. */
function exportsOf(files, name) {
  return files.get(name).statements.flatMap((statement) => {
    if (isType(statement) && isExported(statement)) return [statement.name.text]
    if (!ts.isExportDeclaration(statement)) return []
    const list = statement.exportClause?.elements
    if (list !== undefined) return list.map((element) => element.name.text)
    return exportsOf(files, path.resolve(path.dirname(name), statement.moduleSpecifier.text))
  })
}

/** Renamed into place: somebody else may build, or pack, at this moment. */
function place(name, text) {
  const draft = path.join(dist, `${name}.${process.pid}`)
  writeFileSync(draft, text)
  renameSync(draft, path.join(dist, name))
}

mkdirSync(dist, { recursive: true })
const types = flattened(declarations())
place('index.mjs', await bundle('esm'))
place('index.cjs', await bundle('cjs'))
place('index.d.mts', types)
place('index.d.cts', types)
