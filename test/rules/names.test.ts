import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { ROOT, sources } from './sources.ts'

test('no file is called utils, helpers, common or manager', () => {
  const vague = /(^|[/-])(utils?|helpers?|common|manager|misc|shared)(\.|-|\/|$)/
  expect(sources.map(({ file }) => file).filter((file) => vague.test(file))).toEqual([])
})

test('file names are in kebab-case', () => {
  const plain = /^([a-z][a-z0-9]*(-[a-z0-9]+)*|\d{4}(-[a-z0-9]+)+)(\.data|\.d)?\.tsx?$/
  expect(sources.map(({ file }) => path.posix.basename(file)).filter((name) => !plain.test(name))).toEqual([])
})

test('exports have names', () => {
  expect(sources.filter(({ code }) => /^export default\b/m.test(code)).map(({ file }) => file)).toEqual([])
})

test('files stay small: at most 250 lines, data files aside', () => {
  const long = sources
    .filter(({ file }) => !file.includes('.data.'))
    .filter(({ text }) => text.split('\n').length > 251)
    .map(({ file, text }) => `${file}: ${text.split('\n').length}`)
  expect(long).toEqual([])
})

test('every file that the documents name exists', () => {
  const named = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md'].flatMap((document) => {
    const text = readFileSync(path.join(ROOT, document), 'utf8')
    const paths = [
      ...text.matchAll(/`((?:lib|routes|snippet|dashboard|migrations|test|bench|scripts|docs)\/[\w./-]+)`/g),
    ]
    return paths.map(([, file = '']) => ({ document, file }))
  })
  expect(named.length).toBeGreaterThan(20)
  expect(named.filter(({ file }) => !existsSync(path.join(ROOT, file)))).toEqual([])
})
