import type { Project } from './project.ts'

/** Where browsers reach this install, without a trailing slash: `https://example.com/stats`. */
export function baseUrl(config: { publicUrl: string; basePath: string; port: number }): string {
  const { publicUrl, basePath, port } = config
  const origin = publicUrl === '' ? `http://localhost:${port}` : publicUrl
  // Some give the whole address, path included, in PUBLIC_URL.
  return origin.endsWith(basePath) ? origin : origin + basePath
}

/** The line to paste into a page. `base` as from `baseUrl`. */
export function trackingTag(base: string, project: Pick<Project, 'publicKey' | 'identity'>): string {
  const identity = project.identity === 'daily' ? '' : ` data-identity="${project.identity}"`
  return `<script src="${attribute(base)}/snippet/micrologs.js" data-public-key="${project.publicKey}"${identity} async></script>`
}

const attribute = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
