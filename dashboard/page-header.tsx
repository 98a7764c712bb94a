import { texts } from './language.ts'

/** The product's name and, while there is a key, the way to forget it. */
export function PageHeader({ onForget }: { onForget?: () => void }) {
  return (
    <header class="page-header">
      <svg class="mark" viewBox="0 0 16 16" aria-hidden="true">
        <rect width="16" height="16" rx="4" />
        <path d="M4 12V9m4 3V4m4 8V7" />
      </svg>
      <span class="product">Micrologs</span>
      {onForget && (
        <button type="button" class="quiet" onClick={onForget}>
          {texts.key.forget}
        </button>
      )}
    </header>
  )
}
