import { reach } from '../api/reach.ts'

/** Looks like several attacks at once, as errors do that people's programs report. */
const CANARY = [
  "TypeError: You have an error in your SQL syntax near 'union select password from users--'",
  '  at <script>alert(1)</script> (/etc/passwd:1:1)',
  '  at https://shop.example/?q=1 or 1=1',
].join('\n')

const JSON_TYPE = { 'Content-Type': 'application/json' }
const encoded = (json: string) => btoa(json).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')

/** The forms in which something may be sent, in the order in which they are shown; the snippet sends the first two. */
export const FORMS = ['field', 'file', 'address', 'wrapped', 'json', 'text'] as const
export type FormName = (typeof FORMS)[number]

const bodies: Readonly<Record<FormName, (json: string) => RequestInit>> = {
  field: (json) => ({ method: 'POST', body: new URLSearchParams({ d: encoded(json) }) }),
  file: (json) => {
    const body = new FormData()
    body.append('d', new Blob([json]))
    return { method: 'POST', body }
  },
  address: () => ({}),
  wrapped: (json) => ({ method: 'POST', headers: JSON_TYPE, body: JSON.stringify({ d: encoded(json) }) }),
  json: (json) => ({ method: 'POST', headers: JSON_TYPE, body: json }),
  text: (json) => ({ method: 'POST', headers: { 'Content-Type': 'text/plain' }, body: json }),
}

export interface FormFound {
  readonly name: FormName
  /** Arrived as it was sent. */
  readonly passes: boolean
  /** Of HTTP; 0 for no answer. */
  readonly status: number
}

/** Sends a text that looks like an attack in every form, one after the other: together they would look like one. */
export async function tryForms(): Promise<readonly FormFound[]> {
  const json = JSON.stringify({ probe: CANARY })
  const found: FormFound[] = []
  for (const name of FORMS) {
    const words = name === 'address' ? { d: encoded(json) } : {}
    const { status, data } = await reach('api/track/probe', words, bodies[name](json))
    const length = (data as { length?: unknown } | undefined)?.length
    found.push({ name, status, passes: status === 200 && length === CANARY.length })
  }
  return found
}

/** What the snippet gets through with; undefined: with nothing. */
export const formUsed = (found: readonly FormFound[]): FormName | undefined =>
  found.find(({ name, passes }) => passes && (name === 'field' || name === 'file'))?.name
