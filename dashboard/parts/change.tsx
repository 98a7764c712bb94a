import { change as changeText } from '../format.ts'
import { texts } from '../language.ts'
import { Icon } from './icon.tsx'

interface ChangeProps {
  /** In percent; null where there is nothing to compare with. */
  readonly percent: number | null | undefined
  /** Less is better, as with bounces. */
  readonly isReversed?: boolean
}

/** By how much something grew or shrank. */
export function Change({ percent, isReversed = false }: ChangeProps) {
  if (percent === undefined || percent === null) return null
  const isGood = percent === 0 ? undefined : percent > 0 !== isReversed
  const kind = isGood === undefined ? 'change' : isGood ? 'change good' : 'change bad'
  return (
    <span class={kind}>
      {percent !== 0 && <Icon name={percent > 0 ? 'up' : 'down'} />}
      <span class="for-ears">{percent > 0 ? texts.words.up : texts.words.down} </span>
      {changeText(percent)}
    </span>
  )
}
