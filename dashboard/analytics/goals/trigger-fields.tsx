import type { Trigger } from '../../../lib/wire/goals.ts'
import { texts } from '../../language.ts'
import { Choice, Field } from '../../parts/field.tsx'

/** A trigger while it is filled in: numbers are still text. */
export interface TriggerDraft {
  readonly type: Trigger['type']
  readonly event: string
  readonly page: string
  readonly seconds: string
  readonly percent: string
}

const NEW_DRAFT: TriggerDraft = { type: 'event', event: '', page: '', seconds: '60', percent: '75' }

export function draftOf(trigger?: Trigger): TriggerDraft {
  if (trigger === undefined) return NEW_DRAFT
  const given = Object.entries(trigger).map(([name, value]) => [name, String(value)])
  return { ...NEW_DRAFT, ...(Object.fromEntries(given) as Partial<TriggerDraft>), type: trigger.type }
}

/** Undefined while something is missing. */
export function triggerOf({ type, event, page, seconds, percent }: TriggerDraft): Trigger | undefined {
  const isFilled = (text: string) => text.trim() !== ''
  switch (type) {
    case 'event':
      return isFilled(event) ? { type, event: event.trim() } : undefined
    case 'page':
      return isFilled(page) ? { type, page: page.trim() } : undefined
    case 'engaged':
      return Number(seconds) > 0 ? { type, seconds: Number(seconds) } : undefined
    case 'scroll':
      return isFilled(page) && Number(percent) > 0 ? { type, page: page.trim(), percent: Number(percent) } : undefined
  }
}

interface TriggerFieldsProps {
  readonly draft: TriggerDraft
  readonly onDraft: (draft: TriggerDraft) => void
}

/** What a visit must do: a kind, and what belongs to it. */
export function TriggerFields({ draft, onDraft }: TriggerFieldsProps) {
  const words = texts.goals
  const field = (name: Exclude<keyof TriggerDraft, 'type'>) => ({
    label: words[name],
    value: draft[name],
    onValue: (value: string) => onDraft({ ...draft, [name]: value }),
  })
  const kinds = Object.entries(words.kinds) as [Trigger['type'], string][]
  return (
    <div class="pair">
      <Choice
        label={words.kind}
        value={draft.type}
        options={kinds}
        onValue={(type: Trigger['type']) => onDraft({ ...draft, type })}
      />
      {draft.type === 'event' && <Field {...field('event')} placeholder="signup" spellcheck={false} />}
      {(draft.type === 'page' || draft.type === 'scroll') && (
        <Field {...field('page')} placeholder="/thanks*" spellcheck={false} />
      )}
      {draft.type === 'engaged' && <Field {...field('seconds')} type="number" min={1} />}
      {draft.type === 'scroll' && <Field {...field('percent')} type="number" min={1} max={100} />}
    </div>
  )
}
