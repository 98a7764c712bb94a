import { BlockList, isIPv4, isIPv6 } from 'node:net'
import type { Project } from '../projects/project.ts'
import type { Target } from './enrich.ts'
import type { RequestFacts } from './request-facts.ts'

/** Whom and what the owner of a project leaves out. Each is a `DropReason` of the spool. */
export type Ignored = 'ignored-address' | 'ignored-path'

/** A project is made anew when its owner changes it, so what is made of it lives as long as it does. */
const lists = new WeakMap<Project, BlockList>()

/** Why the owner of the project does not want this counted; undefined when they do. `path`: of the page, as reports name it. */
export function ignoredBy(target: Target, facts: RequestFacts, path: string): Ignored | undefined {
  // While no list of projects could be read, nobody knows what it would leave out.
  if (!('project' in target)) return undefined
  const { project } = target
  if (project.ignoredAddresses.length > 0 && isAmong(listOf(project), facts.ip)) return 'ignored-address'
  return project.ignoredPaths.some((pattern) => fits(path, pattern)) ? 'ignored-path' : undefined
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
