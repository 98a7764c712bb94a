import { useEffect, useState } from 'preact/hooks'
import type { AuditsVerified } from '../../lib/wire/record-reports.ts'
import { verifyAudits } from '../api/audits.ts'
import type { ApiFault } from '../api/fault.ts'
import { faultOf } from '../api/fault.ts'
import { number } from '../format.ts'
import { texts } from '../language.ts'
import { CopyButton } from '../parts/copy-button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Notice } from '../parts/notice.tsx'

interface VerifyDialogProps {
  readonly project: number
  readonly onClose: () => void
}

type Faults = AuditsVerified['faults']

/** Recomputes the chain of hashes piece by piece, and says in words what came of it. */
export function VerifyDialog({ project, onClose }: VerifyDialogProps) {
  const [piece, setPiece] = useState<AuditsVerified>()
  const [faults, setFaults] = useState<Faults>([])
  const [fault, setFault] = useState<ApiFault>()
  const [turn, setTurn] = useState(0)
  const words = texts.audit.verify

  useEffect(() => {
    let isCurrent = true
    const walk = async () => {
      let cursor: string | undefined
      do {
        const answer = await verifyAudits(project, cursor)
        if (!isCurrent) return
        setPiece(answer)
        setFaults((before) => [...before, ...answer.faults])
        cursor = answer.next_cursor
      } while (cursor !== undefined)
    }
    walk().catch((thrown: unknown) => isCurrent && setFault(faultOf(thrown)))
    return () => {
      isCurrent = false
    }
  }, [turn])

  const again = () => {
    setFault(undefined)
    setFaults([])
    setPiece(undefined)
    setTurn(turn + 1)
  }
  const isOver = piece !== undefined && piece.state !== 'checking'
  const progress = words.progress(number(piece?.checked ?? 0), number(piece?.entries ?? 0))
  return (
    <Dialog title={words.title} onClose={onClose}>
      <p class="soft">{words.about}</p>
      {fault && <Notice fault={fault} onAgain={again} />}
      {!isOver && !fault && (
        <div class="verify-progress">
          <progress aria-label={words.title} max={Math.max(1, piece?.entries ?? 1)} value={piece?.checked ?? 0} />
          <p class="hint number" role="status">
            {progress}
          </p>
        </div>
      )}
      {isOver && <Result piece={piece} faults={faults} />}
    </Dialog>
  )
}

function Result({ piece, faults }: { piece: AuditsVerified; faults: Faults }) {
  const words = texts.audit.verify
  const isGood = piece.ok
  const kind = piece.state === 'empty' ? 'empty' : isGood ? 'verified' : 'tampered'
  const { title, about } = words.results[kind](number(piece.checked), number(piece.fault_count))
  return (
    <>
      <div class={`verdict ${kind}`} role="status">
        <strong>{title}</strong>
        <p>{about}</p>
        {piece.erased > 0 && <p class="hint">{words.erased(number(piece.erased))}</p>}
      </div>
      {faults.length > 0 && (
        <ul class="verdict-faults">
          {faults.map(({ kind: of, sequence, message }, at) => (
            <li key={`${of} ${sequence} ${at}`}>
              <b>{words.entry(number(sequence))}</b> <span lang="en">{message}</span>
            </li>
          ))}
        </ul>
      )}
      {kind === 'verified' && (
        <div>
          <h3>{words.anchor}</h3>
          <p class="hint">{words.aboutAnchor}</p>
          <p class="code-line">{`${piece.last.sequence}:${piece.last.hash}`}</p>
          <CopyButton text={`${piece.last.sequence}:${piece.last.hash}`} label={texts.words.copy} />
        </div>
      )}
    </>
  )
}
