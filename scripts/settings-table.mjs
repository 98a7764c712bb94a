// Writes the table of settings into README.md, between the two marks, from the one place that defines them.
// `--check` changes nothing and fails when the table is not what it should be.
import { Buffer } from 'node:buffer'
import { build } from 'esbuild'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const readme = path.join(root, 'README.md')
const START = '<!-- settings -->'
const END = '<!-- /settings -->'

async function readSettings() {
  const { outputFiles } = await build({
    entryPoints: [path.join(root, 'lib/config/settings.ts')],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
  })
  const { SETTINGS } = await import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
  )
  return Object.values(SETTINGS)
}

const cell = (text) => text.replaceAll('|', '\\|')

function tableOf(settings) {
  const rows = settings.map(({ name, fallback, about }) => {
    const shown = fallback === '' ? '' : `\`${cell(fallback)}\``
    return `| \`${name}\` | ${shown} | ${cell(about)} |`
  })
  return ['| Setting | Default | What it does |', '|---|---|---|', ...rows].join('\n')
}

function stop(message) {
  console.error(message)
  process.exit(1)
}

function readReadme() {
  try {
    return readFileSync(readme, 'utf8')
  } catch {
    return stop('There is no README.md to hold the table of settings.')
  }
}

const text = readReadme()
const from = text.indexOf(START)
const to = text.indexOf(END)
if (from < 0 || to < from) stop(`README.md needs a line "${START}" and, below it, a line "${END}".`)

const wanted = `${text.slice(0, from + START.length)}\n\n${tableOf(await readSettings())}\n\n${text.slice(to)}`
if (process.argv.includes('--check')) {
  if (wanted !== text) stop('The table of settings in README.md is old. Run: node scripts/settings-table.mjs')
} else if (wanted !== text) {
  writeFileSync(readme, wanted)
  console.log('README.md: table of settings written')
}
