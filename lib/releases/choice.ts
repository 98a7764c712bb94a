import { rmSync } from 'node:fs'
import path from 'node:path'
import { writeWhole } from '../core/whole-file.ts'

/** `releases/chosen.json`, as `loader/choice.js` reads it: an older release shall run than the newest there was. */
const fileIn = (root: string) => path.join(root, 'releases', 'chosen.json')

/** From the next start on `version` runs, until something newer than `newest` is here. */
export function chooseRelease(root: string, version: string, newest: string): void {
  if (version === newest) rmSync(fileIn(root), { force: true })
  else writeWhole(fileIn(root), `${JSON.stringify({ version, over: newest })}\n`)
}
