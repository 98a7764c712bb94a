import { startProvider } from '../api/session.ts'
import { useSending } from '../api/use-sending.ts'
import { texts } from '../language.ts'
import { Notice } from '../parts/notice.tsx'

interface ProviderButtonProps {
  /** Its host name; null where there is none. */
  readonly provider: string | null
  readonly invitation?: string
}

/** Leads to the OpenID provider; it sends the browser back to this page. */
export function ProviderButton({ provider, invitation }: ProviderButtonProps) {
  const { isSending, fault, attempt } = useSending()
  if (provider === null) return null
  const lead = async () => {
    const answer = await attempt(() => startProvider(invitation ?? null))
    if (answer !== undefined) location.assign(answer.url)
  }
  return (
    <>
      <p class="or">{texts.signIn.or}</p>
      {fault && <Notice fault={fault} />}
      <button type="button" class="plain wide" aria-disabled={isSending} onClick={() => void lead()}>
        {texts.signIn.provider(provider)}
      </button>
    </>
  )
}
