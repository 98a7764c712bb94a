import { BlockList, isIPv4, isIPv6 } from 'node:net'
import type { Page } from '../core/enriched.ts'
import type { Project } from '../projects/project.ts'
import type { Target } from './enrich.ts'
import type { RequestFacts } from './request-facts.ts'

/** Whom and what the owner of a project leaves out. Each is a `DropReason` of the spool. */
export const IGNORED = ['ignored-address', 'ignored-path', 'ignored-host', 'ignored-country'] as const
export type Ignored = (typeof IGNORED)[number]

/** A project is made anew when its owner changes it, so what is made of it lives as long as it does. */
const lists = new WeakMap<Project, BlockList>()

/**
 * Why the owner of the project does not want this counted, wherever it happened; undefined when they do. `country` is only
 * asked where it matters: it is looked up.
 */
export function ignoredSender(target: Target, facts: RequestFacts, country: () => string): Ignored | undefined {
  // While no list of projects could be read, nobody knows what it would leave out.
  if (!('project' in target)) return undefined
  const { project } = target
  if (project.ignoredAddresses.length > 0 && isAmong(listOf(project), facts.ip)) return 'ignored-address'
  const { ignoredCountries } = project
  return ignoredCountries.length > 0 && ignoredCountries.includes(country()) ? 'ignored-country' : undefined
}

/** The same of a page, as reports name it. */
export function ignoredPage(target: Target, { host, path }: Pick<Page, 'host' | 'path'>): Ignored | undefined {
  if (!('project' in target)) return undefined
  const { ignoredPaths, ignoredHosts } = target.project
  if (ignoredPaths.some((pattern) => fits(path, pattern))) return 'ignored-path'
  return ignoredHosts.some((pattern) => isHost(host, pattern)) ? 'ignored-host' : undefined
}

/** A port in the pattern must be that of the page; without one any will do. `*.` in front: whatever is below. */
export function isHost(host: string, pattern: string): boolean {
  const own = /:\d+$/.test(pattern) ? host : host.replace(/:\d+$/, '')
  return pattern.startsWith('*.') ? own.endsWith(pattern.slice(1)) : own === pattern
}

function listOf(project: Project): BlockList {
  const known = lists.get(project)
  if (known !== undefined) return known
  const made = blockList(project.ignoredAddresses)
  lists.set(project, made)
  return made
}

/** Of addresses and networks, as `cleanAddresses` makes them. */
export function blockList(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', prefix] = network.split('/')
    const family = isIPv4(address) ? 'ipv4' : 'ipv6'
    if (prefix === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(prefix), family)
  }
  return list
}

export function isAmong(list: BlockList, address: string): boolean {
  if (isIPv4(address)) return list.check(address, 'ipv4')
  return isIPv6(address) && list.check(address, 'ipv6')
}

/** Whether a path is the pattern, in which `*` is any text. In time that grows with its length only, whatever the pattern. */
export function fits(path: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*')
  if (rest.length === 0) return path === pattern
  const last = rest.pop() ?? ''
  if (!path.startsWith(first)) return false
  let at = first.length
  for (const part of rest) {
    const found = path.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return path.length - last.length >= at && path.endsWith(last)
}
