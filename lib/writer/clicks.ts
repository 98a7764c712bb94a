import type { Numbers } from '../db/dictionaries.ts'
import type { Engine, Writer } from '../db/open-db.ts'
import type { ClickRecord, PageviewRecord } from '../spool/records.ts'
import type { Resolved } from './terms.ts'

export async function writeClicks(
  _tx: Writer,
  _engine: Engine,
  _numbers: Numbers,
  _clicks: readonly Resolved<ClickRecord>[],
  _views: readonly Resolved<PageviewRecord>[],
): Promise<void> {
  return Promise.resolve()
}
