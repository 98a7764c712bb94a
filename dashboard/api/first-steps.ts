import type { FirstSteps } from '../../lib/wire/first-steps.ts'
import { setupToken } from '../secrets.ts'
import { ask } from './ask.ts'

/** How far the first project has come. */
export function askFirstSteps(): Promise<FirstSteps> {
  const token = setupToken.read()
  return ask('first-steps', token === undefined ? {} : { 'X-Setup-Token': token })
}
