import type { SpoolRecord } from '../spool/records.ts'
import { acceptedLine } from './rejected.ts'

/** The record in a line of a spool file; undefined for what this version cannot read. */
export function readRecord(line: string): SpoolRecord | undefined {
  try {
    const record = JSON.parse(acceptedLine(line)) as Partial<SpoolRecord> | null
    const isKnown = record?.v === 1 && typeof record.kind === 'string' && typeof record.project === 'object'
    return isKnown ? (record as SpoolRecord) : undefined
  } catch {
    return undefined
  }
}
