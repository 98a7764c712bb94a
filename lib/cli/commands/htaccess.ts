import { HTACCESS_BLOCK } from '../../hosting/htaccess.ts'
import type { Command } from '../command.ts'

export const htaccess: Command = {
  name: 'htaccess',
  summary: 'Print the lines that keep the files of the app from being fetched, for a folder that is served',
  options: {},
  run: () => Promise.resolve({ text: HTACCESS_BLOCK.trimEnd(), data: { block: HTACCESS_BLOCK } }),
}
