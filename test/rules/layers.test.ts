import { sources } from './sources.ts'

/** The floors of the house. An import points to a lower floor, or stays in its room. */
const LEVELS: readonly (readonly string[])[] = [
  ['lib/core/', 'lib/wire/'],
  [
    'lib/config/',
    'lib/db/',
    'lib/spool/',
    'lib/rate-limit/',
    'lib/geo/',
    'lib/user-agent/',
    'lib/referrer/',
    'lib/bots/',
    'lib/columns/',
    'lib/hosting/',
    'lib/releases/',
  ],
  ['lib/projects/', 'lib/visits/', 'lib/issues/', 'lib/links/', 'lib/audits/', 'lib/accounts/', 'lib/sealed-days/'],
  ['lib/auth/', 'lib/ingest/', 'lib/reports/', 'lib/retention/'],
  ['lib/writer/', 'lib/goals/'],
  ['lib/jobs/', 'lib/health/', 'lib/seed/', 'lib/openapi/', 'lib/backup/'],
  ['lib/cli/', 'routes/middleware/'],
  ['routes/'],
  ['app.ts'],
  ['server.ts'],
  ['main.ts'],
]

/** Rooms of their own: they import nothing of the house but the types of lib/wire; migrations are read by lib/db. */
const OUTSIDE = ['snippet/', 'dashboard/', 'sdk/', 'migrations/']

const roomOf = (file: string) =>
  [...LEVELS.flat(), ...OUTSIDE].sort((a, b) => b.length - a.length).find((room) => file.startsWith(room))
const levelOf = (room: string) => LEVELS.findIndex((rooms) => rooms.includes(room))

test('every file lies in a room that has a level', () => {
  expect(sources.filter(({ file }) => roomOf(file) === undefined).map(({ file }) => file)).toEqual([])
})

test('imports only point down', () => {
  const wrong = sources.flatMap(({ file, imports }) =>
    imports
      .filter(({ target }) => {
        const here = roomOf(file) ?? ''
        const there = roomOf(target ?? file) ?? ''
        if (here === there) return false
        if (OUTSIDE.includes(here)) return there !== 'lib/wire/'
        if (OUTSIDE.includes(there)) return !(here === 'lib/db/' && there === 'migrations/')
        return levelOf(there) >= levelOf(here)
      })
      .map(({ target }) => `${file} must not import ${target}`),
  )
  expect(wrong).toEqual([])
})

test('the snippet, the dashboard and the client take only types from the server', () => {
  const wrong = sources
    .filter(({ file }) => /^(snippet|dashboard|sdk)\//.test(file))
    .flatMap(({ file, imports }) =>
      imports.filter(({ target, isTypeOnly }) => target?.startsWith('lib/') === true && !isTypeOnly).map(() => file),
    )
  expect(wrong).toEqual([])
})

test('nothing imports itself in a circle at run time', () => {
  const edges = new Map(
    sources.map(({ file, imports }) => [
      file,
      imports.flatMap(({ target, isTypeOnly }) => (target === undefined || isTypeOnly ? [] : [target])),
    ]),
  )
  const circles: string[] = []
  const done = new Set<string>()
  const walk = (file: string, trail: readonly string[]): void => {
    if (trail.includes(file)) circles.push([...trail.slice(trail.indexOf(file)), file].join(' > '))
    else if (!done.has(file)) for (const next of edges.get(file) ?? []) walk(next, [...trail, file])
    done.add(file)
  }
  for (const file of edges.keys()) walk(file, [])
  expect(circles).toEqual([])
})
