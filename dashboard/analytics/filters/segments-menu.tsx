import { useState } from 'preact/hooks'
import { askSegmentList, deleteSaved, saveSegment } from '../../api/saved.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { useSending } from '../../api/use-sending.ts'
import { texts } from '../../language.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Field } from '../../parts/field.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Menu, MenuGroup, MenuItem } from '../../parts/menu.tsx'
import { toast } from '../../parts/toasts.tsx'
import { changeQuery } from '../../routing/use-place.ts'
import type { CurrentProject } from '../../session/session.ts'
import { Form } from '../../parts/form.tsx'
import { missingFault } from '../../parts/field-faults.ts'
import { writeFilter } from './filter-text.ts'

interface SegmentsMenuProps {
  readonly project: CurrentProject
  readonly filter: string
}

/** Filters that were saved under a name. */
export function SegmentsMenu({ project, filter }: SegmentsMenuProps) {
  const { value, again } = useAnswer(`segments ${project.id}`, () => askSegmentList(project.id))
  const [isSaving, setSaving] = useState(false)
  const { attempt } = useSending()
  const words = texts.filters
  const segments = value?.segments ?? []
  const textOf = (name: string) => writeFilter([{ dimension: 'segment', test: 'is', values: [name] }])
  const remove = async (id: number) => {
    const gone = await attempt(() => deleteSaved('segments', project.id, id))
    if (gone === undefined) return
    toast(words.deleted)
    again()
  }
  return (
    <>
      <Menu button={words.segments} align="end">
        {(close) => (
          <>
            {segments.length === 0 && <p class="menu-person soft">{words.noSegments}</p>}
            <MenuGroup>
              {segments.map(({ id, name }) => (
                <div class="menu-line" key={id}>
                  <MenuItem
                    isChosen={filter === textOf(name)}
                    onChoose={() => {
                      changeQuery({ filter: textOf(name) })
                      close()
                    }}
                  >
                    {name}
                  </MenuItem>
                  {project.mayEdit && (
                    <button
                      type="button"
                      class="icon-button"
                      aria-label={words.deleteSegment(name)}
                      onClick={() => void remove(id)}
                    >
                      <Icon name="trash" />
                    </button>
                  )}
                </div>
              ))}
            </MenuGroup>
            {project.mayEdit && filter !== '' && (
              <MenuGroup>
                <MenuItem
                  onChoose={() => {
                    close()
                    setSaving(true)
                  }}
                >
                  {words.saveSegment}
                </MenuItem>
              </MenuGroup>
            )}
          </>
        )}
      </Menu>
      {isSaving && (
        <SaveSegment
          project={project.id}
          filter={filter}
          onClose={() => setSaving(false)}
          onSaved={() => {
            setSaving(false)
            again()
          }}
        />
      )}
    </>
  )
}

interface SaveSegmentProps {
  readonly project: number
  readonly filter: string
  readonly onClose: () => void
  readonly onSaved: () => void
}

function SaveSegment({ project, filter, onClose, onSaved }: SaveSegmentProps) {
  const [name, setName] = useState('')
  const { isSending, fault, attempt } = useSending()
  const words = texts.filters
  const save = async () => {
    if (missingFault(name) !== undefined) return
    const saved = await attempt(() => saveSegment(project, { name, filter }))
    if (saved === undefined) return
    toast(words.saved)
    onSaved()
  }
  return (
    <Dialog title={words.saveSegment} onClose={onClose}>
      <Form submit={texts.words.save} isSending={isSending} onSubmit={() => void save()} fault={fault}>
        <Field label={words.segmentName} value={name} onValue={setName} autofocus autocomplete="off" />
      </Form>
    </Dialog>
  )
}
