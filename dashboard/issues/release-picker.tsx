import { useState } from 'preact/hooks'
import { topicOf } from '../analytics/view.ts'
import { askReleases } from '../api/issues.ts'
import { useAnswer } from '../api/use-answer.ts'
import { texts } from '../language.ts'
import { Icon } from '../parts/icon.tsx'
import { Menu, MenuGroup, MenuItem } from '../parts/menu.tsx'
import { Notice } from '../parts/notice.tsx'
import { SearchBox } from '../parts/search-box.tsx'
import { changeQuery } from '../routing/use-place.ts'

interface ReleasePickerProps {
  readonly project: number
  /** Empty for any. */
  readonly release: string
}

const MOST = 20

/** Chooses a release among all that errors of the project ever named. */
export function ReleasePicker({ project, release }: ReleasePickerProps) {
  const words = texts.issues
  const button = (
    <>
      <span class="for-ears">{words.release}: </span>
      <span class="cut">{release === '' ? words.anyRelease : release}</span>
      <Icon name="down" />
    </>
  )
  return (
    <Menu button={button} kind="plain release-button">
      {(close) => <ReleaseList project={project} release={release} onChosen={close} />}
    </Menu>
  )
}

function ReleaseList({ project, release, onChosen }: ReleasePickerProps & { onChosen: () => void }) {
  const [search, setSearch] = useState('')
  const asked = { project, search: search.trim() === '' ? undefined : search.trim(), limit: MOST }
  const { value, fault, again } = useAnswer(topicOf('releases', asked), () => askReleases(asked))
  const words = texts.issues
  const choose = (name: string) => {
    changeQuery({ release: name })
    onChosen()
  }
  return (
    <>
      <SearchBox label={words.findRelease} value={search} onSearch={setSearch} />
      {fault && <Notice fault={fault} onAgain={again} />}
      <MenuGroup>
        <MenuItem isChosen={release === ''} onChoose={() => choose('')}>
          {words.anyRelease}
        </MenuItem>
        {value?.releases.map(({ release: name }) => (
          <MenuItem key={name} isChosen={name === release} onChoose={() => choose(name)}>
            {name}
          </MenuItem>
        ))}
      </MenuGroup>
      {value?.releases.length === 0 && <p class="hint menu-note">{words.noRelease}</p>}
      {value?.next_cursor !== undefined && <p class="hint menu-note">{words.moreReleases}</p>}
    </>
  )
}
