import type { Db } from '../db/open-db.ts'
import type { EventsEngine } from './engine-events.ts'

export const eventsRows = (_db: Db): EventsEngine => ({})
