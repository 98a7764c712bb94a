import { Icon } from './icon.tsx'

/** To the list that something stands in. */
export function BackLink({ href, text }: { href: string; text: string }) {
  return (
    <a class="back-link" href={href}>
      <Icon name="left" />
      {text}
    </a>
  )
}
