import { useEffect, useState } from 'preact/hooks'
import { texts } from '../language.ts'
import type { FormFound } from './forms.ts'
import { formUsed, tryForms } from './forms.ts'
import type { FileFound } from './private-files.ts'
import { isLeak, openFiles } from './private-files.ts'

interface Found {
  readonly forms: readonly FormFound[]
  readonly files: { readonly all: number; readonly open: readonly FileFound[] }
}

/** Tried from this browser, because a server cannot see what stands before it: what passes the firewall, and what leaks. */
export function ReachChecks({ version }: { readonly version?: string }) {
  const [found, setFound] = useState<Found>()
  useEffect(() => {
    let isCurrent = true
    void Promise.all([tryForms(), openFiles(version)]).then(([forms, files]) => {
      if (isCurrent) setFound({ forms, files })
    })
    return () => {
      isCurrent = false
    }
  }, [version])
  if (found === undefined)
    return (
      <p class="row soft" role="status">
        <span class="spinner" aria-hidden="true" />
        {texts.hostChecks.trying}
      </p>
    )
  return (
    <ul class="items reach">
      <FormsItem forms={found.forms} />
      <FilesItem {...found.files} />
    </ul>
  )
}

function FormsItem({ forms }: { readonly forms: readonly FormFound[] }) {
  const words = texts.hostChecks
  const used = formUsed(forms)
  const isPlainRefused = forms.some(({ name, passes }) => name === 'json' && !passes)
  return (
    <li class="item check-item">
      <Mark isGood={used !== undefined} />
      <div class="item-text">
        <b>{words.firewall}</b>
        <span>{used === undefined ? words.nothingPasses : words.passesAs[used === 'field' ? 'field' : 'file']}</span>
        <ul class="forms">
          {forms.map(({ name, passes, status }) => (
            <li key={name} data-form={name} data-passes={passes}>
              <span class={passes ? 'pass' : 'stop'} aria-hidden="true">
                {passes ? '✓' : '✕'}
              </span>
              <span>{words.forms[name]}</span>
              <span class="soft">{passes ? (name === used ? words.used : words.passes) : words.refused(status)}</span>
            </li>
          ))}
        </ul>
        {isPlainRefused && <span class="hint">{words.backends}</span>}
      </div>
    </li>
  )
}

function FilesItem({ all, open }: Found['files']) {
  const words = texts.hostChecks
  const leaks = open.filter(isLeak)
  const unclear = open.filter((file) => !isLeak(file))
  return (
    <li class="item check-item">
      <Mark isGood={leaks.length === 0} />
      <div class="item-text">
        <b>{words.privateFiles}</b>
        <span>{leaks.length === 0 ? words.allPrivate(all - unclear.length) : words.leaks}</span>
        {leaks.length > 0 && (
          <>
            <ul class="leaks">
              {leaks.map(({ name }) => (
                <li key={name}>
                  <code>{name}</code>
                </li>
              ))}
            </ul>
            <span>{words.closeThem}</span>
          </>
        )}
        {unclear.length > 0 && (
          <span class="hint">{words.unclear(unclear.map(({ name, status }) => `${name} (${status})`).join(', '))}</span>
        )}
      </div>
    </li>
  )
}

function Mark({ isGood }: { readonly isGood: boolean }) {
  const { marks } = texts.install.diagnostics
  return <span class={isGood ? 'badge good' : 'badge bad'}>{isGood ? marks.ok : marks.fail}</span>
}
