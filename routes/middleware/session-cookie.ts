import type { Request, Response } from 'express'
import { parseCookie } from 'cookie'
import { DAY } from '../../lib/core/clock.ts'

/** Cookies of people who sign in. */
export interface SessionCookie {
  /** Of the running session; undefined for none. */
  read(req: Request): string | undefined
  set(req: Request, res: Response, token: string): void
  clear(req: Request, res: Response): void
  /** Other cookies under the same rules; `maxAge` in ms. */
  readOther(req: Request, name: string): string | undefined
  setOther(req: Request, res: Response, name: string, value: string, maxAge: number): void
}

/** The server ends a session sooner or later; the cookie only must not be shorter. */
const MAX_AGE = 90 * DAY

/**
 * Under the strictest name that the address allows: with `__Host-` no other host of the domain can plant a cookie,
 * `__Secure-` at least keeps plain http from it. Only that name is read.
 */
export function sessionCookie({ publicUrl, basePath }: { publicUrl: string; basePath: string }): SessionCookie {
  // Without PUBLIC_URL a front server's word is taken; who forges it only makes their own cookie stricter.
  const isSecure = (req: Request) => publicUrl.startsWith('https://') || req.secure
  const fullName = (req: Request, name: string) =>
    `${isSecure(req) ? (basePath === '' ? '__Host-' : '__Secure-') : ''}micrologs-${name}`
  const optionsFor = (req: Request) =>
    ({ httpOnly: true, secure: isSecure(req), sameSite: 'lax', path: basePath === '' ? '/' : basePath }) as const

  const read = (req: Request, name: string) => {
    const value = parseCookie(req.headers.cookie ?? '')[fullName(req, name)]
    return value === '' ? undefined : value
  }
  const set = (req: Request, res: Response, name: string, value: string, maxAge: number) => {
    res.cookie(fullName(req, name), value, { ...optionsFor(req), maxAge })
  }
  return {
    read: (req) => read(req, 'session'),
    set: (req, res, token) => set(req, res, 'session', token, MAX_AGE),
    clear: (req, res) => void res.clearCookie(fullName(req, 'session'), optionsFor(req)),
    readOther: read,
    setOther: set,
  }
}
