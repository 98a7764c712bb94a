import { useState } from 'preact/hooks'
import { askProjects, makeProject } from '../../api/projects.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { number } from '../../format.ts'
import { texts } from '../../language.ts'
import { Field } from '../../parts/field.tsx'
import { Notice } from '../../parts/notice.tsx'
import { SecretShown } from '../../parts/secret-shown.tsx'
import { Skeleton } from '../../parts/skeleton.tsx'
import { hrefOf } from '../../routing/place.ts'
import { useSession } from '../../session/session.ts'
import { SaveForm } from '../save-form.tsx'
import { SettingsCard } from '../settings-frame.tsx'

/** Every project, and how to make another one. */
export function ProjectList() {
  const { reload } = useSession()
  const [name, setName] = useState('')
  const [secret, setSecret] = useState<string>()
  const { value, fault, again } = useAnswer('projects', askProjects)
  const words = texts.install.projects
  const make = async () => {
    const made = await makeProject(name.trim())
    setSecret(made.secret_key)
  }
  const saved = () => {
    setName('')
    again()
    void reload()
  }
  return (
    <>
      <SettingsCard title={words.add} about={texts.shell.firstProject.about}>
        <SaveForm
          isChanged={name.trim() !== ''}
          onSave={make}
          onSaved={saved}
          said={words.made}
          submit={texts.shell.firstProject.make}
        >
          <Field
            label={texts.shell.firstProject.name}
            value={name}
            onValue={setName}
            maxLength={100}
            autocomplete="off"
          />
        </SaveForm>
        {secret !== undefined && (
          <SecretShown
            label={texts.settings.keys.newSecret}
            secret={secret}
            about={texts.settings.shownOnce}
            copy={texts.words.copy}
          />
        )}
      </SettingsCard>
      <SettingsCard title={texts.shell.projects}>
        {fault && <Notice fault={fault} onAgain={again} />}
        {value === undefined && !fault && <Skeleton lines={3} />}
        <ul class="items">
          {value?.projects.map((project) => (
            <li key={project.id} class="item">
              <div class="item-text">
                <span class="row">
                  <a href={hrefOf(['p', project.id, 'analytics'])}>{project.name}</a>
                  {!project.is_active && <span class="badge warn">{texts.links.off}</span>}
                </span>
                <span class="hint">
                  {project.allowed_domains.join(', ')} · {project.time_zone} ·{' '}
                  {words.views(number(project.stats.total_pageviews))}
                </span>
              </div>
              <a class="button plain" href={hrefOf(['p', project.id, 'settings'])}>
                {texts.shell.nav.settings}
              </a>
            </li>
          ))}
        </ul>
      </SettingsCard>
    </>
  )
}
