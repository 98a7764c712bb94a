import type { RequestHandler } from 'express'
import { isAllowedHost } from '../../lib/projects/domains.ts'
import type { Project } from '../../lib/projects/project.ts'

/**
 * A page may read an answer when its host is among the domains of a project: the same list that says who may send.
 * Preflights are answered before anything else is looked at.
 */
export const cors =
  (projects: () => readonly Project[]): RequestHandler =>
  (req, res, next) => {
    const origin = req.get('origin')
    res.vary('Origin')
    if (origin !== undefined && projects().some((p) => p.isActive && isAllowedHost(origin, undefined, p.domains)))
      res.set('Access-Control-Allow-Origin', origin)
    if (req.method !== 'OPTIONS') {
      next()
      return
    }
    res.set({
      'Access-Control-Allow-Methods': 'GET, POST, OPTIONS',
      'Access-Control-Allow-Headers': 'Content-Type, X-API-Key',
      'Access-Control-Max-Age': '86400',
    })
    res.status(200).end()
  }
