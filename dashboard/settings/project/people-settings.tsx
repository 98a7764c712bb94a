import { useState } from 'preact/hooks'
import type { ProjectRoleName, UserAnswer } from '../../../lib/wire/accounts.ts'
import { askUsers, setRole } from '../../api/people.ts'
import { faultOf } from '../../api/fault.ts'
import { useAnswer } from '../../api/use-answer.ts'
import { texts } from '../../language.ts'
import { Confirm } from '../../parts/confirm.tsx'
import { Choice } from '../../parts/field.tsx'
import { sentenceOf } from '../../parts/form.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Skeleton } from '../../parts/skeleton.tsx'
import { toast } from '../../parts/toasts.tsx'
import type { CurrentProject } from '../../session/session.ts'
import { useSession } from '../../session/session.ts'
import { Invitations } from '../invitations.tsx'
import { SettingsCard } from '../settings-frame.tsx'

const ROLES: readonly ProjectRoleName[] = ['viewer', 'member', 'admin']

/** Who may see and change a project. */
export function PeopleSettings({ project }: { project: CurrentProject }) {
  const { user: me } = useSession()
  const [leaving, setLeaving] = useState<UserAnswer>()
  const { value, fault, again } = useAnswer(`users ${project.id}`, () => askUsers(project.id))
  const words = texts.settings.people
  const change = async (user: UserAnswer, role: ProjectRoleName) => {
    try {
      await setRole(user.id, project.id, role)
      toast(texts.settings.saved)
    } catch (thrown) {
      toast(sentenceOf(faultOf(thrown)), { isBad: true })
    }
    again()
  }
  return (
    <>
      <SettingsCard title={words.members} about={words.aboutMembers}>
        {fault && <Notice fault={fault} onAgain={again} />}
        {value === undefined && !fault && <Skeleton lines={3} />}
        <ul class="items">
          {value?.users.map((user) => {
            const role = user.projects.find(({ id }) => id === project.id)?.role
            const name = user.name === '' ? user.email : user.name
            const isFixed = user.is_owner || user.id === me.id || role === undefined || role === 'owner'
            return (
              <li key={user.id} class="item">
                <div class="item-text">
                  <b>{name}</b>
                  <span class="hint">{user.email}</span>
                </div>
                {isFixed ? (
                  <span class="badge">{texts.shell.roles[user.is_owner ? 'owner' : (role ?? 'viewer')]}</span>
                ) : (
                  <>
                    <Choice
                      label={words.roleOf(name)}
                      isLabelHidden
                      value={role}
                      options={ROLES.map((one) => [one, texts.shell.roles[one]] as const)}
                      onValue={(next) => void change(user, next)}
                    />
                    <button
                      type="button"
                      class="icon-button"
                      aria-label={words.remove(name)}
                      onClick={() => setLeaving(user)}
                    >
                      <Icon name="trash" />
                    </button>
                  </>
                )}
              </li>
            )
          })}
        </ul>
        <dl class="roles hint">
          {ROLES.map((role) => (
            <div key={role}>
              <dt>{texts.shell.roles[role]}</dt>
              <dd>{words.roles[role]}</dd>
            </div>
          ))}
        </dl>
      </SettingsCard>
      <Invitations project={project.id} />
      {leaving && (
        <Confirm
          title={words.remove(leaving.email)}
          about={words.aboutRemove}
          deed={texts.words.remove}
          onClose={() => setLeaving(undefined)}
          onConfirm={() => setRole(leaving.id, project.id, null)}
          onDone={() => {
            setLeaving(undefined)
            again()
          }}
        />
      )}
    </>
  )
}
