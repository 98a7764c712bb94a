import { readFileSync } from 'node:fs'
import * as z from 'zod'
import type { Project } from './project.ts'
import { IDENTITY_MODES } from './project.ts'

/** Bumped when `Project` changes; a file of another format is as good as none. */
const FORMAT = 5

const snapshot = z.object({
  format: z.literal(FORMAT),
  projects: z.array(
    z.object({
      id: z.int(),
      name: z.string(),
      publicKey: z.string(),
      secretHash: z.string(),
      domains: z.array(z.string()),
      identity: z.enum(IDENTITY_MODES),
      timeZone: z.string(),
      isActive: z.boolean(),
      honoursOptOut: z.boolean(),
      browserAudits: z.boolean(),
      keepDays: z.int(),
      detailDays: z.int(),
      ignoredAddresses: z.array(z.string()),
      ignoredPaths: z.array(z.string()),
      ignoredHosts: z.array(z.string()),
      ignoredCountries: z.array(z.string()),
      createdAt: z.int(),
      updatedAt: z.int(),
    }),
  ),
})

export const snapshotText = (projects: readonly Project[]): string => JSON.stringify({ format: FORMAT, projects })

/** What the file says; undefined when it is absent, damaged or of another format. */
export function readSnapshot(file: string): Project[] | undefined {
  try {
    return snapshot.parse(JSON.parse(readFileSync(file, 'utf8'))).projects
  } catch {
    return undefined
  }
}
