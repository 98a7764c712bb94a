import { randomHex } from '../core/ids.ts'
import { codeOf } from '../core/errors.ts'
import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const BEGIN = '# BEGIN Micrologs'
const END = '# END Micrologs'

/**
 * What Apache and LiteSpeed are told where the folder of the app, or one that leads to it, is served as files: nothing of the
 * app is one; and addresses that end in `.php`, which the SDKs of Micrologs ask, are not for PHP. Other files there are
 * left alone: they may be somebody's site.
 */
export const HTACCESS_BLOCK = `${BEGIN}
# Micrologs writes what is between these two lines; the rest of this file is yours.
<IfModule mod_rewrite.c>
RewriteEngine On
RewriteRule ^(releases|loader|storage|tmp|logs)(/|$) - [F,L]
RewriteRule ^(app\\.js|package\\.json|package-lock\\.json|passenger\\.json|Passengerfile\\.json|INSTALL\\.txt|LICENSES\\.txt|stderr\\.log|console\\.log|\\.(env|ht)[^/]*)$ - [F,L]
RewriteRule ^(api/.+)\\.php$ $1 [L]
RewriteRule ^snippet/micrologs\\.js\\.php$ snippet/micrologs.js [L]
</IfModule>
${END}
`

/** A file of somebody's with our block in it: in its old place, or in front, so that no rule of theirs ends before it. */
export function withBlock(text: string, block = HTACCESS_BLOCK): string {
  const begin = text.indexOf(BEGIN)
  const end = text.indexOf(END, begin)
  if (begin === -1 || end === -1) return text === '' ? block : `${block}\n${text}`
  const rest = text.slice(end + END.length).replace(/^\r?\n/, '')
  return `${text.slice(0, begin)}${block}${rest}`
}

/**
 * Puts the block into `.htaccess` of a folder, unless it is there as it should be. Answers whether it had to; throws when the
 * file cannot be written.
 */
export function guardFolder(folder: string): boolean {
  const file = path.join(folder, '.htaccess')
  const before = readIfThere(file)
  const after = withBlock(before ?? '')
  if (after === before) return false
  // In one step: a half-written file would turn every request of the host away.
  const draft = `${file}.${randomHex(4)}`
  writeFileSync(draft, after, { mode: before === undefined ? 0o644 : statSync(file).mode & 0o777 })
  renameSync(draft, file)
  return true
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (fault) {
    if (codeOf(fault) === 'ENOENT') return undefined
    throw fault
  }
}
