import { useEffect, useState } from 'preact/hooks'
import type { SharedAnswer } from '../../lib/wire/shares.ts'
import { Report } from '../analytics/report.tsx'
import { viewOf } from '../analytics/view.ts'
import { sendAlong } from '../api/ask.ts'
import { openShare, unlockShare } from '../api/shares.ts'
import { useSending } from '../api/use-sending.ts'
import { texts } from '../language.ts'
import { Brand } from '../parts/brand.tsx'
import { Empty } from '../parts/empty.tsx'
import { missingFault } from '../parts/field-faults.ts'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { Icon } from '../parts/icon.tsx'
import { Menu } from '../parts/menu.tsx'
import { Notice } from '../parts/notice.tsx'
import { usePlace } from '../routing/use-place.ts'
import { sharedProject } from '../session/session.ts'
import { Preferences } from '../shell/preferences.tsx'
import { DoorFrame } from '../sign-in/door-frame.tsx'

/** The figures of a project for whoever has the link; nothing can be changed, and no single visit is told of. */
export function SharedDashboard({ token }: { token: string }) {
  const [shared, setShared] = useState<SharedAnswer>()
  const { fault, attempt } = useSending()
  const open = async () => {
    const answer = await attempt(openShare)
    if (answer !== undefined) setShared(answer)
  }
  useEffect(() => {
    sendAlong({ 'X-Share-Token': token })
    void open()
  }, [token])

  if (shared === undefined) {
    return (
      <DoorFrame>
        {fault?.isPassing === true && <Notice fault={fault} onAgain={() => void open()} />}
        {fault?.isPassing === false && <Empty icon="links" {...texts.share.gone} />}
      </DoorFrame>
    )
  }
  if (shared.state === 'locked') return <PasswordForm token={token} onOpen={() => void open()} />
  return <SharedReport shared={shared} />
}

function SharedReport({ shared }: { shared: Extract<SharedAnswer, { state: 'open' }> }) {
  const { query } = usePlace()
  const { name, identity } = shared.project
  useEffect(() => {
    document.title = `${name} · Micrologs`
  }, [name])
  return (
    <div class="shared">
      <header>
        <b>{name}</b>
        <span class="grow" />
        <Brand />
        <Menu button={<Icon name="settings" />} label={texts.words.more} kind="icon-button" align="end">
          {() => <Preferences />}
        </Menu>
      </header>
      <main>
        <Report
          project={sharedProject(name, shared.panels)}
          view={viewOf(0, query)}
          identity={identity === 'cookie' ? 'cookie' : 'daily'}
        />
      </main>
    </div>
  )
}

function PasswordForm({ token, onOpen }: { token: string; onOpen: () => void }) {
  const [password, setPassword] = useState('')
  const [wasTried, setTried] = useState(false)
  const { isSending, fault, attempt } = useSending()
  const words = texts.share
  const unlock = async () => {
    setTried(true)
    if (missingFault(password) !== undefined) return
    const answer = await attempt(() => unlockShare(password))
    if (answer === undefined) return
    sendAlong({ 'X-Share-Token': token, 'X-Share-Proof': answer.proof })
    onOpen()
  }
  return (
    <DoorFrame title={words.locked} about={words.lockedAbout}>
      <Form
        submit={words.open}
        isSending={isSending}
        onSubmit={() => void unlock()}
        fault={fault}
        refused={words.wrong}
      >
        <Field
          label={texts.signIn.password}
          type="password"
          autocomplete="off"
          autofocus
          value={password}
          onValue={setPassword}
          fault={wasTried ? missingFault(password) : undefined}
        />
      </Form>
    </DoorFrame>
  )
}
