import type { Request, RequestHandler } from 'express'
import { Router } from 'express'
import { AppError } from '../lib/core/errors.ts'
import { sameSecret } from '../lib/core/hashing.ts'
import type { Db } from '../lib/db/open-db.ts'
import type { Project } from '../lib/projects/project.ts'
import type { ProjectDirectory } from '../lib/projects/project-directory.ts'
import { countViews, newestView } from '../lib/reports/newest-view.ts'
import { whileReachable } from '../lib/reports/reachable.ts'
import type { FirstSteps } from '../lib/wire/first-steps.ts'
import { answer } from './middleware/answer.ts'
import { methodNotAllowed } from './middleware/fail.ts'

interface FirstStepsOptions {
  readonly directory: Pick<ProjectDirectory, 'known' | 'all'>
  readonly db: Db
  /** Whoever shows it in `X-Setup-Token` may read from elsewhere. Empty: nobody may. */
  readonly token: string
  readonly tagFor: (project: Project) => string
  readonly limit: RequestHandler
  /** That somebody who is signed in asks about; undefined when nobody is. */
  readonly projectAsked: (req: Request) => Promise<Project | undefined>
}

const MOST_VIEWS = 1000
const RETRY_SECONDS = 30

/**
 * `GET /first-steps`, to be mounted below `/api`: the tag of a project and its newest page view, for people who are signed
 * in; of the oldest project for whoever sits at this machine or holds the setup token; 403 for everybody else.
 */
export function firstStepsRoutes({ directory, db, token, tagFor, limit, projectAsked }: FirstStepsOptions): Router {
  const router = Router()
  router.get('/first-steps', limit, async (req, res) => {
    const asked = await projectAsked(req)
    if (asked === undefined && !isAtThisMachine(req) && !showsToken(req, token)) {
      throw new AppError(
        'forbidden',
        'The first steps are shown only on the machine that runs Micrologs, or with the setup token in X-Setup-Token. Open the link that was printed at start.',
      )
    }
    const project = asked ?? firstProject(directory)
    const steps = await whileReachable(() => stepsOf(db, project, tagFor(project)))
    answer(res, 'First steps fetched successfully', steps)
  })
  router.all('/first-steps', methodNotAllowed('GET, HEAD'))
  return router
}

async function stepsOf(db: Db, { id, name, publicKey, identity }: Project, tag: string): Promise<FirstSteps> {
  const [view, views] = await Promise.all([newestView(db, id), countViews(db, id, MOST_VIEWS)])
  const project = { name, public_key: publicKey, identity }
  return view ? { project, tag, state: 'received', view, views } : { project, tag, state: 'waiting', views: 0 }
}

/** The oldest that is on: with one that is off, no page view would ever come. */
function firstProject(directory: FirstStepsOptions['directory']): Project {
  if (!directory.known) {
    throw new AppError('unavailable', 'The projects cannot be read right now. Try again soon.', {
      retryAfter: RETRY_SECONDS,
    })
  }
  const project = directory.all().find(({ isActive }) => isActive)
  if (project === undefined) throw new AppError('not_found', 'There is no project that is switched on. Make one first.')
  return project
}

const LOOPBACK = /^(?:::ffff:)?127\.|^::1$/
/** Browsers resolve these themselves; any other name may be made to point here by whoever owns it (DNS rebinding). */
const OWN_NAME = /^(?:127(?:\.\d{1,3}){3}|\[::1\]|(?:[\w-]+\.)*localhost)(?::\d+)?$/i
/** Behind a proxy every request comes from this machine; then the proxy has left one of these. */
const LEFT_BY_PROXIES = ['x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'forwarded', 'via']

function isAtThisMachine(req: Request): boolean {
  return (
    LOOPBACK.test(req.socket.remoteAddress ?? '') &&
    OWN_NAME.test(req.headers.host ?? '') &&
    LEFT_BY_PROXIES.every((name) => req.headers[name] === undefined) &&
    // Sent when the page of another site asks, through the browser of whoever sits here; our own page's GET has none.
    req.headers.origin === undefined
  )
}

const showsToken = (req: Request, token: string): boolean =>
  token !== '' && sameSecret(req.get('x-setup-token') ?? '', token)
