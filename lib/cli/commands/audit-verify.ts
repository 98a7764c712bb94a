import { describeVerification } from '../../audits/describe-verification.ts'
import type { Verification } from '../../audits/verify.ts'
import type { Anchor } from '../../audits/walk.ts'
import { parseAnchor } from '../../audits/walk.ts'
import { AppError } from '../../core/errors.ts'
import type { Command, Given } from '../command.ts'
import { UsageError } from '../command.ts'

/** Beside 2 for wrong usage. Who runs this by a timer must be able to tell tampering from a database that is away. */
const EXIT = { verified: 0, tampered: 1, nothing: 3 } as const

type Status = Verification['outcome']

export const auditVerify: Command = {
  name: 'audit verify',
  summary: 'Check the audit log for tampering: 0 verified, 1 tampered with, 3 could not run or nothing to verify',
  operand: 'project',
  failureCode: EXIT.nothing,
  options: {
    project: {
      type: 'string',
      value: '<id>',
      about: 'Number of the project, 0 for the install; all that have a log when left out',
    },
    anchor: { type: 'string', value: '<number:hash>', about: 'As an earlier run printed it; needs --project' },
  },
  run: async (given, services) => {
    // The install's own log is that of project 0.
    const project = given.text('project') === '0' ? 0 : given.whole('project', Number.MAX_SAFE_INTEGER)
    const anchor = anchorOf(given)
    if (anchor !== undefined && project === undefined)
      throw new UsageError('An anchor is of one project. Name it: --project <id>')
    const projects = project === undefined ? await services.auditedProjects() : [project]
    if (projects.length === 0) throw new AppError('not_found', 'There is no audit log yet, so nothing was verified.')
    const found: Verification[] = []
    for (const each of projects) found.push(await services.verifyAudits(each, anchor))
    const status = statusOf(found)
    return {
      text: found.map(textOf).join('\n\n'),
      data: { status, projects: found.map(dataOf) },
      exitCode: EXIT[status === 'empty' ? 'nothing' : status],
    }
  },
}

function anchorOf(given: Given): Anchor | undefined {
  const text = given.text('anchor')
  if (text === undefined) return undefined
  const anchor = parseAnchor(text)
  if (anchor === undefined)
    throw new UsageError('--anchor must be the number of an entry, a colon and its hash of 64 hex digits')
  return anchor
}

/** One log that was tampered with outweighs all others, and one that was verified those that are empty. */
function statusOf(found: readonly Verification[]): Status {
  const outcomes = found.map(({ outcome }) => outcome)
  return (['tampered', 'verified'] as const).find((outcome) => outcomes.includes(outcome)) ?? 'empty'
}

const HEADLINE: Readonly<Record<Status, string>> = {
  verified: 'verified',
  tampered: 'TAMPERED WITH',
  empty: 'nothing to verify',
}

function textOf(found: Verification): string {
  const sentences = describeVerification(found).map((sentence) => `  ${sentence}`)
  // What is kept as an anchor must not come from a log that is in doubt.
  const anchor = found.outcome === 'verified' ? [`anchor ${found.last.sequence}:${found.last.hash}`] : []
  return [`Project ${found.project}: ${HEADLINE[found.outcome]}`, ...sentences, ...anchor].join('\n')
}

const dataOf = (found: Verification) => ({
  project: found.project,
  status: found.outcome,
  entries: found.entries,
  erased_entries: found.erasedEntries,
  first: found.first,
  last: found.last.sequence,
  hash: found.last.hash,
  anchor: found.anchor,
  ...(found.outcome === 'verified' && { next_anchor: `${found.last.sequence}:${found.last.hash}` }),
  fault_count: found.faultCount,
  faults: found.faults,
  proved: found.outcome === 'verified' ? describeVerification(found) : [],
})
