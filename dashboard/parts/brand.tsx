/** The product's mark and name. */
export function Brand() {
  return (
    <span class="brand">
      <svg class="mark" viewBox="0 0 16 16" aria-hidden="true">
        <rect width="16" height="16" rx="4.5" />
        <path d="M4.5 11.5V9M8 11.5V7M11.5 11.5V4.5" />
      </svg>
      <span>Micrologs</span>
    </span>
  )
}
