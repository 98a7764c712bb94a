import { readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { inside, ROOT, sources } from './sources.ts'

/** Files that do something only one place may do. */
const importing = (modules: RegExp) =>
  sources
    .filter(({ imports }) => imports.some(({ from, isTypeOnly }) => !isTypeOnly && modules.test(from)))
    .map(({ file }) => file)
const saying = (words: RegExp) => sources.filter(({ code }) => words.test(code)).map(({ file }) => file)
const outside = (files: readonly string[], ...homes: readonly string[]) =>
  files.filter((file) => !homes.some((home) => file.startsWith(home)))

test('only app.ts and routes/ know Express', () => {
  expect(importing(/^express$/)).not.toEqual([])
  expect(outside(importing(/^express$/), 'app.ts', 'routes/')).toEqual([])
})

test('only lib/db opens databases', () => {
  const drivers = /^(mysql2|@photostructure\/sqlite|node:sqlite|better-sqlite3)/
  expect(importing(drivers)).not.toEqual([])
  expect(outside(importing(drivers), 'lib/db/')).toEqual([])
})

test('only lib/config reads the environment', () => {
  expect(saying(/process\.env\b/)).not.toEqual([])
  expect(outside(saying(/process\.env\b/), 'lib/config/')).toEqual([])
})

test('only lib/core asks the clock; the browser has its own', () => {
  const asks = saying(/\bDate\.now\(\)|new Date\(\)|\bperformance\.now\(\)/)
  expect(outside(asks, 'lib/core/', 'snippet/', 'dashboard/', 'sdk/')).toEqual([])
})

test('nothing that is stored or spooled has a field for an IP address', () => {
  const stored = [
    'lib/spool/records.ts',
    'lib/db/schema.ts',
    'lib/db/record-tables.ts',
    'lib/core/enriched.ts',
    'migrations/0001-first-schema.ts',
  ]
  const fields = stored.flatMap((file) => fieldsOf(file).map((name) => `${file}: ${name}`))
  expect(fields.length).toBeGreaterThan(50)
  expect(fields.filter((name) => /: (ip|address|.*_ip|ip_.*|remote.*|x_?forwarded.*)$/i.test(name))).toEqual([])
})

test('an IP address is named only at the door, in ingest, geo and rate limits', () => {
  const homes = [
    'routes/track-door.ts',
    'routes/make-handler.ts',
    'routes/first-steps.ts',
    'routes/middleware/',
    'lib/ingest/',
    'lib/geo/',
    'lib/rate-limit/',
  ]
  expect(outside(saying(/\bip\b|remoteAddress|x-forwarded-for/), ...homes)).toEqual([])
})

test('nothing in lib/reports writes', () => {
  const writes = /\.(insertInto|updateTable|deleteFrom|replaceInto|mergeInto)\(|\.write\(|writeFile|appendFile/
  expect(
    inside('lib/reports/')
      .filter(({ code }) => writes.test(code))
      .map(({ file }) => file),
  ).toEqual([])
})

/** Names of properties in types and in object literals. */
function fieldsOf(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(path.join(ROOT, file), 'utf8'), ts.ScriptTarget.ES2022)
  const names: string[] = []
  const visit = (node: ts.Node): void => {
    if ((ts.isPropertySignature(node) || ts.isPropertyAssignment(node)) && ts.isIdentifier(node.name))
      names.push(node.name.text)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return names
}
