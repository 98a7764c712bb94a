import { useState } from 'preact/hooks'
import { makeProject } from '../api/projects.ts'
import { useSending } from '../api/use-sending.ts'
import { texts } from '../language.ts'
import { Empty } from '../parts/empty.tsx'
import { Field } from '../parts/field.tsx'
import { hrefOf } from '../routing/place.ts'
import { go } from '../routing/use-place.ts'
import { useSession } from '../session/session.ts'
import { Form } from '../parts/form.tsx'
import { missingFault } from '../parts/field-faults.ts'

/** For who belongs to no project: owners make one. */
export function NoProject() {
  const { user } = useSession()
  if (!user.is_owner) return <Empty icon="projects" {...texts.shell.noProject} />
  return (
    <div class="card narrow">
      <Empty icon="projects" title={texts.shell.firstProject.title} about={texts.shell.firstProject.about} />
      <NewProject />
    </div>
  )
}

/** Asks for a name, and opens the project; everything else can be set later. */
export function NewProject() {
  const { reload } = useSession()
  const words = texts.shell.firstProject
  const [name, setName] = useState('')
  const [wasTried, setTried] = useState(false)
  const { isSending, fault, attempt } = useSending()
  const make = async () => {
    setTried(true)
    if (missingFault(name) !== undefined) return
    const made = await attempt(() => makeProject(name))
    if (made === undefined) return
    await reload()
    go(hrefOf(['p', made.id, 'analytics']))
  }
  return (
    <Form submit={words.make} isSending={isSending} onSubmit={() => void make()} fault={fault}>
      <Field
        label={words.name}
        value={name}
        onValue={setName}
        fault={wasTried ? missingFault(name) : undefined}
        autocomplete="off"
      />
    </Form>
  )
}
