import { useState } from 'preact/hooks'
import type { ReleaseAnswer, ReleaseList, ReleaseTaken } from '../../../../lib/wire/releases.ts'
import { chooseRelease, deleteRelease } from '../../../api/releases.ts'
import { texts } from '../../../language.ts'
import { Confirm } from '../../../parts/confirm.tsx'
import { Icon } from '../../../parts/icon.tsx'
import { When } from '../../../parts/when.tsx'

interface ReleaseItemsProps {
  readonly list: ReleaseList
  readonly onTaken: (taken: ReleaseTaken) => void
  readonly onChange: () => void
}

const BADGES: Readonly<Record<ReleaseAnswer['state'], string>> = {
  running: 'badge good',
  before: 'badge',
  older: 'badge',
  newer: 'badge',
  failed: 'badge bad',
  broken: 'badge bad',
}

/** The versions on the server, newest first: which runs, and what may be done with the others. */
export function ReleaseItems({ list, onTaken, onChange }: ReleaseItemsProps) {
  const words = texts.updates
  const [chosen, setChosen] = useState<ReleaseAnswer>()
  const [unwanted, setUnwanted] = useState<ReleaseAnswer>()
  const isNewer = chosen !== undefined && list.releases.indexOf(chosen) < runningAt(list)
  return (
    <>
      <ul class="items">
        {list.releases.map((release) => (
          <li key={release.version} class="item">
            <div class="item-text">
              <span class="row">
                <b>{release.version}</b>
                <span class={BADGES[release.state]}>{words.states[release.state]}</span>
              </span>
              {release.since !== null && (
                <span class="hint">
                  {words.since} <When at={release.since} zone={undefined} />
                </span>
              )}
              {release.reason !== '' && (
                <span class="fault" lang="en">
                  {release.reason}
                </span>
              )}
            </div>
            {!['running', 'broken'].includes(release.state) && (
              <button type="button" class="plain" onClick={() => setChosen(release)}>
                {list.releases.indexOf(release) < runningAt(list) ? words.runIt : words.goBack}
              </button>
            )}
            {!['running', 'before'].includes(release.state) && (
              <button
                type="button"
                class="icon-button"
                aria-label={words.delete(release.version)}
                onClick={() => setUnwanted(release)}
              >
                <Icon name="trash" />
              </button>
            )}
          </li>
        ))}
      </ul>
      {chosen && (
        <Confirm
          title={isNewer ? words.runTitle(chosen.version) : words.backTitle(chosen.version)}
          about={isNewer ? words.aboutRun : words.aboutBack(list.running)}
          deed={isNewer ? words.runIt : words.goBack}
          onClose={() => setChosen(undefined)}
          onConfirm={async () => onTaken(await chooseRelease(chosen.version))}
          onDone={() => setChosen(undefined)}
        />
      )}
      {unwanted && (
        <Confirm
          title={words.delete(unwanted.version)}
          about={words.aboutDelete}
          deed={texts.words.delete}
          onClose={() => setUnwanted(undefined)}
          onConfirm={() => deleteRelease(unwanted.version)}
          onDone={() => {
            setUnwanted(undefined)
            onChange()
          }}
        />
      )}
    </>
  )
}

const runningAt = ({ releases }: ReleaseList): number => releases.findIndex(({ state }) => state === 'running')
