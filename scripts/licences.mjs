import { build } from 'esbuild'
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'

/** The licences of everything of others that ends up in what is shipped, as their authors ask. */
export async function licencesOf(root, targets) {
  const packages = new Map()
  for (const target of targets) {
    const { metafile } = await build({
      ...{ absWorkingDir: root, logLevel: 'silent', ...target },
      ...{ metafile: true, write: false, sourcemap: false },
    })
    for (const input of Object.keys(metafile.inputs)) {
      const [folder] = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input) ?? []
      if (folder !== undefined) packages.set(path.join(root, folder), true)
    }
  }
  const texts = [...packages.keys()].map((folder) => licenceOf(folder)).sort()
  const redoc = readFileSync(path.join(root, 'dashboard/vendor/redoc/LICENSE'), 'utf8')
  const inRedoc = readFileSync(path.join(root, 'dashboard/vendor/redoc/redoc.standalone.js.LICENSE.txt'), 'utf8')
  return [readFileSync(path.join(root, 'LICENSE'), 'utf8'), ...new Set(texts), `redoc\n\n${redoc}\n${inRedoc}`].join(
    `\n${'='.repeat(80)}\n\n`,
  )
}

function licenceOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
  if (/GPL|SSPL|BUSL/.test(license)) throw new Error(`${name} is under ${license}, which does not go with MIT`)
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
  const text = file === undefined ? `Under the licence ${license}.` : readFileSync(path.join(folder, file), 'utf8')
  return `${name} ${version}\n\n${text.trim()}\n`
}
