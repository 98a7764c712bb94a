import type { Verification } from './verify.ts'

/** What a verification proved, and what it did not, in sentences. */
export function describeVerification(found: Verification): readonly string[] {
  if (found.outcome === 'empty') return ['There is no audit entry, so nothing was verified.']
  if (found.outcome === 'tampered') return sentencesOfTampered(found)
  const { entries, erasedEntries, first, last } = found
  const each = entries === 1 ? 'It fits its hash' : 'Each fits its hash and follows the one before'
  const erased = `Of ${erasedEntries} the personal values were erased, and their digests fit.`
  return [
    `${counted(entries)} checked, number ${first} to ${last.sequence}; the newest has the hash ${last.hash}.`,
    `${each}; none is missing, and the head names the newest.`,
    ...(erasedEntries > 0 ? [erased] : []),
    found.anchor === 'met'
      ? 'The anchor is met: up to there it is the log that the anchor was taken of.'
      : 'No anchor was compared: who can write to the database could have made the whole log anew, or cut off its end and changed the head. Keep the next line elsewhere and give it back with --anchor.',
  ]
}

function sentencesOfTampered({ entries, faults, faultCount }: Verification): readonly string[] {
  const more = faultCount - faults.length
  return [
    `${counted(entries)} checked; ${faultCount === 1 ? 'one fault' : `${faultCount} faults`} found.`,
    ...faults.map(({ message }) => message),
    ...(more > 0 ? [`And ${more} more.`] : []),
  ]
}

const counted = (entries: number) => (entries === 1 ? 'One entry' : `${entries} entries`)
