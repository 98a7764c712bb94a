import type { Express } from 'express'
import { inside } from '../rules/sources.ts'

/** A layer of Express's router, as far as it is looked at: https://github.com/pillarjs/router/blob/master/lib/layer.js */
interface Layer {
  readonly route?: { readonly path: string | readonly string[]; readonly methods: Readonly<Record<string, boolean>> }
  readonly handle: { readonly stack?: readonly Layer[] }
  /** Where it is mounted, since router 2.2. */
  readonly rawPath: unknown
}

/** Pages for people and what they load. */
const PAGES = ['GET /', 'GET /embed/{token}', 'GET /assets/{name}']

/** Everything that answers, as `GET /api/health`: the routes of Express, and the paths in the code of the doors. */
export function routesOf(app: Express): string[] {
  const { stack } = app.router as unknown as { stack: readonly Layer[] }
  return [...new Set([...routesIn(stack, ''), ...routesOfDoors()])].filter((route) => !PAGES.includes(route))
}

const routesIn = (stack: readonly Layer[], prefix: string): string[] =>
  stack.flatMap(({ route, handle, rawPath }) => {
    if (route) return routeNames(route, prefix)
    if (handle.stack === undefined) return []
    if (typeof rawPath !== 'string')
      throw new Error(`Express does not tell where a router below "${prefix}" is mounted`)
    return routesIn(handle.stack, rawPath === '/' ? prefix : prefix + rawPath)
  })

/** A route that takes every method only refuses the wrong ones. */
const routeNames = ({ path, methods }: NonNullable<Layer['route']>, prefix: string): string[] =>
  [path].flat().flatMap((one) =>
    Object.keys(methods)
      .filter((method) => method !== '_all')
      .map((method) => `${method.toUpperCase()} ${prefix}${one.replace(/:(\w+)/g, '{$1}')}`),
  )

/** The paths that stand in the code of the doors; all but one take a POST, too. */
function routesOfDoors(): string[] {
  const doors = inside('routes/').filter(({ file }) => file.endsWith('-door.ts'))
  const paths = doors.flatMap(({ code }) =>
    [...code.matchAll(/'(\/(?:api|l)(?:\/[\w-]+)*)\/?'/g)].map(([, path]) => path),
  )
  return [...new Set(paths)].flatMap((path = '') => {
    if (path === '/api/track/seen') return [`GET ${path}`]
    const whole = path === '/l' ? '/l/{code}' : path
    return [`GET ${whole}`, `POST ${whole}`]
  })
}
