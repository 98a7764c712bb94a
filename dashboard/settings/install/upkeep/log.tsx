import { useState } from 'preact/hooks'
import type { LogLine } from '../../../../lib/wire/log.ts'
import { askLog } from '../../../api/upkeep.ts'
import { useAnswer } from '../../../api/use-answer.ts'
import { texts } from '../../../language.ts'
import { Choice } from '../../../parts/field.tsx'
import { Icon } from '../../../parts/icon.tsx'
import { Notice } from '../../../parts/notice.tsx'
import { Skeleton } from '../../../parts/skeleton.tsx'
import { When } from '../../../parts/when.tsx'
import { SettingsCard } from '../../settings-frame.tsx'

const LEVELS = ['debug', 'info', 'warn', 'error'] as const
const BADGES = { debug: 'badge', info: 'badge', warn: 'badge warn', error: 'badge bad' } as const

/** What the app has to say, newest first; hosts hide what it prints. */
export function Log() {
  const [level, setLevel] = useState<LogLine['level']>('info')
  const { value, fault, isStale, again } = useAnswer(`log ${level}`, () => askLog(level))
  const words = texts.upkeep.log
  return (
    <SettingsCard
      title={words.title}
      about={words.about}
      deed={
        <button type="button" class="plain" aria-disabled={isStale} onClick={again}>
          <Icon name="refresh" />
          {words.again}
        </button>
      }
    >
      <Choice
        label={words.level}
        value={level}
        options={LEVELS.map((one) => [one, words.levels[one]] as const)}
        onValue={setLevel}
      />
      {fault && <Notice fault={fault} onAgain={again} />}
      {value === undefined && !fault && <Skeleton lines={8} />}
      {value?.lines.length === 0 && <p class="soft log-empty">{value.is_kept ? words.nothing : words.notKept}</p>}
      <ul class="items" lang="en">
        {value?.lines.map((line, at) => (
          <Line key={`${line.time} ${at}`} line={line} />
        ))}
      </ul>
      {value?.is_cut === true && <p class="hint">{words.more}</p>}
    </SettingsCard>
  )
}

function Line({ line: { time, level, message, details } }: { readonly line: LogLine }) {
  const more = Object.entries(details)
  return (
    <li class="item check-item">
      <span class={BADGES[level]}>{level}</span>
      <div class="item-text">
        <span>{message}</span>
        <span class="hint">
          <When at={time} zone={undefined} />
        </span>
        {more.length > 0 && (
          <dl class="log-details">
            {more.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    </li>
  )
}
