import type { Project } from '../../lib/projects/project.ts'

/** A project as the seed needs it; it is in no table. */
export const seedProject = (changes: Partial<Project> = {}): Project => ({
  id: 1,
  name: 'Corner shop',
  publicKey: '0'.repeat(32),
  secretHash: '0'.repeat(64),
  domains: ['shop.example'],
  identity: 'daily',
  timeZone: 'Europe/Vienna',
  isActive: true,
  honoursOptOut: true,
  browserAudits: false,
  createdAt: 1,
  updatedAt: 1,
  ...changes,
})
