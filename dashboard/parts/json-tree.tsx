interface JsonTreeProps {
  readonly value: object
  /** Names that stand elsewhere already. */
  readonly without?: readonly string[]
}

/** Levels that are open from the start. */
const OPEN_LEVELS = 2

/** Something that was sent as JSON: names and values, what has parts inside can be folded. */
export function JsonTree({ value, without = [] }: JsonTreeProps) {
  return <Level value={value} without={without} depth={0} />
}

function Level({ value, without, depth }: { value: object; without: readonly string[]; depth: number }) {
  const entries = Object.entries(value).filter(([name]) => !without.includes(name)) as [string, unknown][]
  return (
    <ul class="tree">
      {entries.map(([name, part]) => (
        <li key={name}>
          {isObject(part) ? (
            <details open={depth < OPEN_LEVELS - 1}>
              <summary>
                {name} <span class="soft">{sizeOf(part)}</span>
              </summary>
              <Level value={part} without={[]} depth={depth + 1} />
            </details>
          ) : (
            <span class="leaf">
              <span class="leaf-name">{name}</span>
              <span class={part === null ? 'soft' : typeof part}>
                {String(part as string | number | boolean | null)}
              </span>
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}

const isObject = (part: unknown): part is object => typeof part === 'object' && part !== null
const sizeOf = (part: object): string => (Array.isArray(part) ? `[${part.length}]` : `{${Object.keys(part).length}}`)
