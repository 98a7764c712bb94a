import type { Db } from '../db/open-db.ts'
import type { ErrorsEngine } from './engine-errors.ts'

export const errorsRows = (_db: Db): ErrorsEngine => ({})
