import { useState } from 'preact/hooks'
import { initial } from '../format.ts'
import { texts } from '../language.ts'
import { Icon } from '../parts/icon.tsx'
import { Menu, MenuGroup } from '../parts/menu.tsx'
import { hrefOf } from '../routing/place.ts'
import type { CurrentProject } from '../session/session.ts'
import { useSession } from '../session/session.ts'
import type { ScreenName } from './screens.tsx'

interface ProjectSwitcherProps {
  readonly project: CurrentProject | undefined
  /** Is kept when another project is chosen. */
  readonly screen: ScreenName
}

/** From how many on they can be searched. */
const MANY = 8

export function ProjectSwitcher({ project, screen }: ProjectSwitcherProps) {
  const name = project?.name ?? texts.shell.allProjects
  const button = (
    <>
      <span class="project-mark" data-initial={initial(name)} />
      <span class="for-ears">{texts.shell.chooseProject}: </span>
      <span class="project-name">{name}</span>
      <Icon name="down" />
    </>
  )
  return (
    <div class="switcher">
      <Menu button={button} kind="switcher-button">
        {(close) => <ProjectList project={project} screen={screen} onChoose={close} />}
      </Menu>
    </div>
  )
}

function ProjectList({ project, screen, onChoose }: ProjectSwitcherProps & { onChoose: () => void }) {
  const { user } = useSession()
  const [search, setSearch] = useState('')
  const found = user.projects.filter(({ name }) => name.toLowerCase().includes(search.toLowerCase()))
  return (
    <>
      {user.projects.length >= MANY && (
        <input
          type="search"
          aria-label={texts.shell.findProject}
          placeholder={texts.shell.findProject}
          value={search}
          onInput={(event) => setSearch(event.currentTarget.value)}
        />
      )}
      <MenuGroup title={texts.shell.projects}>
        {found.map(({ id, name }) => (
          <a
            key={id}
            class="menu-item"
            href={hrefOf(['p', id, screen])}
            aria-current={id === project?.id}
            onClick={onChoose}
          >
            {name}
          </a>
        ))}
      </MenuGroup>
      <MenuGroup>
        <a class="menu-item" href={hrefOf(['projects'])} onClick={onChoose}>
          <Icon name="projects" />
          {texts.shell.allProjects}
        </a>
      </MenuGroup>
    </>
  )
}
