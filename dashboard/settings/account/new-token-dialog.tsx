import { useState } from 'preact/hooks'
import type { ScopeName } from '../../../lib/wire/accounts.ts'
import { makeToken } from '../../api/tokens.ts'
import { useSending } from '../../api/use-sending.ts'
import { texts } from '../../language.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { missingFault } from '../../parts/field-faults.ts'
import { Choice, Field } from '../../parts/field.tsx'
import { Form } from '../../parts/form.tsx'
import { Switch } from '../../parts/switch.tsx'
import { useSession } from '../../session/session.ts'
import type { LIFETIMES } from '../lifetimes.ts'
import { lifetimeOptions } from '../lifetimes.ts'

interface NewTokenDialogProps {
  readonly onClose: () => void
  /** With the token itself. */
  readonly onMade: (token: string) => void
}

const SCOPES: readonly ScopeName[] = ['read', 'write', 'admin']

export function NewTokenDialog({ onClose, onMade }: NewTokenDialogProps) {
  const { user } = useSession()
  const [name, setName] = useState('')
  const [scope, setScope] = useState<ScopeName>('read')
  const [days, setDays] = useState<(typeof LIFETIMES)[number]>('')
  const [isAll, setAll] = useState(true)
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set())
  const [wasTried, setTried] = useState(false)
  const { isSending, fault, attempt } = useSending()
  const words = texts.account.tokens
  const lacksProject = !isAll && chosen.size === 0
  const make = async () => {
    setTried(true)
    if (missingFault(name) !== undefined || lacksProject) return
    const projects = isAll ? 'all' : [...chosen]
    const made = await attempt(() => makeToken({ name, scope, projects, days: days === '' ? undefined : Number(days) }))
    if (made !== undefined) onMade(made.token)
  }
  const toggle = (id: number, isOn: boolean) => {
    const next = new Set(chosen)
    if (isOn) next.add(id)
    else next.delete(id)
    setChosen(next)
  }
  return (
    <Dialog title={words.add} onClose={onClose}>
      <Form submit={words.make} isSending={isSending} onSubmit={() => void make()} fault={fault}>
        <Field
          label={texts.words.name}
          value={name}
          onValue={setName}
          hint={words.nameHint}
          autocomplete="off"
          autofocus
          fault={wasTried ? missingFault(name) : undefined}
        />
        <fieldset class="options">
          <legend>{words.scope}</legend>
          {SCOPES.map((one) => (
            <label key={one} class="option">
              <input type="radio" name="scope" checked={scope === one} onChange={() => setScope(one)} />
              <span>
                <b>{words.scopes[one].title}</b>
                <span class="soft">{words.scopes[one].about}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <Switch label={words.allProjects} hint={words.allProjectsHint} isOn={isAll} onSwitch={setAll} />
        {!isAll && (
          <fieldset class="checks">
            <legend class="for-ears">{words.projects}</legend>
            {user.projects.map(({ id, name: project }) => (
              <Switch key={id} label={project} isOn={chosen.has(id)} onSwitch={(isOn) => toggle(id, isOn)} />
            ))}
          </fieldset>
        )}
        {wasTried && lacksProject && (
          <p class="fault" role="alert">
            {words.noProject}
          </p>
        )}
        <Choice label={texts.settings.shares.lasts} value={days} options={lifetimeOptions()} onValue={setDays} />
      </Form>
    </Dialog>
  )
}
