import { AppError } from '../core/errors.ts'
import { parseFilter } from '../reports/filters/parse-filter.ts'
import { printFilter } from '../reports/filters/print-filter.ts'
import { segmentsIn } from '../reports/filters/resolve-filter.ts'

/** The canonical text of a segment's filter, or what is wrong with it. */
export function segmentFilter(text: string): string | { readonly fault: string } {
  try {
    const written = parseFilter(text)
    if (written === undefined) return { fault: 'filter is required' }
    if (segmentsIn(written).length > 0) return { fault: 'The filter of a segment may not name other segments.' }
    return printFilter(written)
  } catch (fault) {
    if (fault instanceof AppError) return { fault: fault.message }
    throw fault
  }
}
