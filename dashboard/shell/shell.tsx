import { useEffect, useRef } from 'preact/hooks'
import { AllProjects } from '../projects/all-projects.tsx'
import { NoProject } from '../projects/no-project.tsx'
import { kept } from '../kept.ts'
import { texts } from '../language.ts'
import { Empty } from '../parts/empty.tsx'
import { Shortcuts } from '../parts/shortcuts.tsx'
import { hrefOf } from '../routing/place.ts'
import { go, usePlace } from '../routing/use-place.ts'
import type { CurrentProject } from '../session/session.ts'
import { currentProject, useSession } from '../session/session.ts'
import { ComeBackNotice } from './come-back-notice.tsx'
import { OWN_SCREENS, screenNamed, SCREENS } from './screens.tsx'
import { Side } from './side.tsx'

const lastProject = kept('project')
type ProjectOfMine = Parameters<typeof currentProject>[0]

/** Where who is signed in finds everything: navigation at the side (below, where it is narrow), a screen beside it. */
export function Shell() {
  const { user } = useSession()
  const { path, query } = usePlace()
  const [first, second, third, ...rest] = path
  const found = first === 'p' ? user.projects.find(({ id }) => id === Number(second)) : undefined
  const project = found && currentProject(found)
  const screen = screenNamed(third) ?? 'analytics'
  const Own = OWN_SCREENS[first ?? '']
  const beside = project ?? (Own && lastLookedAt(user.projects))
  const main = useFocusOnChange(`${first} ${second} ${third}`)

  // The address of the app alone opens what was looked at last.
  const isStart = first === undefined
  useEffect(() => {
    if (project !== undefined) lastProject.keep(String(project.id))
    if (!isStart) return
    const opened = lastLookedAt(user.projects)
    if (opened !== undefined) go(hrefOf(['p', opened.id, 'analytics']), { replace: true })
  }, [isStart, project?.id])

  useEffect(() => {
    document.title = project === undefined ? 'Micrologs' : `${texts.shell.nav[screen]} · ${project.name} · Micrologs`
  }, [project?.name, screen])

  const Screen = SCREENS[screen].show
  return (
    <div class="shell">
      <a class="skip" href="#main" onClick={(event) => (event.preventDefault(), main.current?.focus())}>
        {texts.shell.skip}
      </a>
      <Side project={beside} screen={project && screen} />
      <main id="main" ref={main} tabIndex={-1}>
        <ComeBackNotice />
        {Own !== undefined ? (
          <Own rest={path.slice(1)} />
        ) : user.projects.length === 0 ? (
          <NoProject />
        ) : project !== undefined ? (
          <Screen key={project.id} project={project} rest={rest} query={query} />
        ) : first === 'projects' ? (
          <AllProjects />
        ) : isStart ? null : (
          <Empty icon="projects" {...texts.shell.noSuchProject}>
            <a class="button primary" href={hrefOf(['projects'])}>
              {texts.shell.allProjects}
            </a>
          </Empty>
        )}
      </main>
      <Shortcuts />
    </div>
  )
}

/** Who looks after the account or the install comes from a project, and goes back to it. */
function lastLookedAt(projects: readonly ProjectOfMine[]): CurrentProject | undefined {
  const found = projects.find(({ id }) => String(id) === lastProject.read()) ?? projects[0]
  return found && currentProject(found)
}

/** Who reads by ear or keyboard goes on with the screen that has come, not with the link that led there. */
function useFocusOnChange(place: string) {
  const main = useRef<HTMLElement>(null)
  const before = useRef(place)
  useEffect(() => {
    if (before.current !== place) {
      scrollTo(0, 0)
      main.current?.focus({ preventScroll: true })
    }
    before.current = place
  }, [place])
  return main
}
