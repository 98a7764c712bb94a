import type { Db } from '../db/open-db.ts'
import type { AuditsEngine } from './engine-audits.ts'

export const auditsRows = (_db: Db): AuditsEngine => ({})
