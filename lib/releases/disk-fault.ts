import { AppError, codeOf } from '../core/errors.ts'

/** What the disk says of an upload, in words; anything else as it is. */
export function diskFault(fault: unknown): unknown {
  const code = codeOf(fault) ?? ''
  if (fault instanceof AppError) return fault
  const said = FAULTS.find(({ codes }) => codes.includes(code))?.sentence
  return said === undefined ? fault : new AppError('conflict', said, { cause: fault })
}

const FAULTS = [
  {
    codes: ['ENOSPC', 'EDQUOT', 'EFBIG'],
    sentence: 'The disk is full. Delete old releases, or something else, and try again.',
  },
  {
    codes: ['EACCES', 'EPERM', 'EROFS'],
    sentence: 'The folder of the app cannot be written by the app. Give it the right to, or extract the zip by hand.',
  },
]
