import type { Db } from '../db/open-db.ts'
import type { ClicksEngine } from './engine-clicks.ts'

export const clicksRows = (_db: Db): ClicksEngine => ({})
