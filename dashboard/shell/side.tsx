import { Brand } from '../parts/brand.tsx'
import { Icon } from '../parts/icon.tsx'
import { texts } from '../language.ts'
import { hrefOf } from '../routing/place.ts'
import { go } from '../routing/use-place.ts'
import { useShortcut } from '../parts/shortcuts.tsx'
import type { CurrentProject } from '../session/session.ts'
import { AccountMenu } from './account-menu.tsx'
import { ProjectSwitcher } from './project-switcher.tsx'
import type { ScreenName } from './screens.tsx'
import { NAV_NAMES, SCREENS } from './screens.tsx'

interface SideProps {
  /** Undefined outside of projects. */
  readonly project: CurrentProject | undefined
  readonly screen: ScreenName | undefined
}

/** The navigation. Wide: a column at the left. Narrow: a bar at the top, and the screens in one below. */
export function Side({ project, screen }: SideProps) {
  return (
    <div class="side">
      <a class="home" href={hrefOf(['projects'])}>
        <Brand />
        <span class="for-ears">: {texts.shell.allProjects}</span>
      </a>
      <ProjectSwitcher project={project} screen={screen ?? 'analytics'} />
      {project && (
        <nav aria-label={texts.shell.nav.label}>
          {NAV_NAMES.map((name) => (
            <NavLink key={name} name={name} project={project} isCurrent={name === screen} />
          ))}
        </nav>
      )}
      <AccountMenu />
    </div>
  )
}

interface NavLinkProps {
  readonly name: ScreenName
  readonly project: CurrentProject
  readonly isCurrent: boolean
}

function NavLink({ name, project, isCurrent }: NavLinkProps) {
  const { icon, key } = SCREENS[name]
  const text = texts.shell.nav[name]
  const href = hrefOf(['p', project.id, name])
  useShortcut(`g ${key}`, texts.shell.goTo(text), () => go(href))
  return (
    <a class="nav-link" href={href} aria-current={isCurrent ? 'page' : undefined}>
      <Icon name={icon} />
      <span>{text}</span>
    </a>
  )
}
