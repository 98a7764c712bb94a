import { DAY, MINUTE } from '../core/clock.ts'
import type { Agent, Place } from '../core/enriched.ts'
import type { Id53 } from '../core/ids.ts'
import { hashId } from '../core/hashing.ts'
import type { IdentityMode } from '../projects/project.ts'
import type { VisitorRef } from '../spool/records.ts'
import { makeAgentParser } from '../user-agent/parse-agent.ts'
import { HOMES, MACHINES } from './people.data.ts'
import { Random } from './random.ts'
import { byRank, sampler } from './sampler.ts'

/** Somebody with a browser. Nothing of them is kept: the name alone brings back the same person on any later day. */
export interface Person {
  /** The day they first came, and their number on it. */
  readonly name: string
  readonly agent: Agent
  readonly userAgent: string
  readonly place: Place
  readonly language: string
  readonly screen: string
}

const drawHome = sampler(HOMES.map(([weight, home]) => [weight, { ...home, language: byRank(home.languages) }]))
const drawMachine = sampler(
  MACHINES.map(([weight, { userAgent, versions, screens }]) => [
    weight,
    { userAgent, version: byRank(versions), screen: byRank(screens) },
  ]),
)
const parseAgent = makeAgentParser()

export const agentOf = (userAgent: string): Agent => parseAgent({ userAgent })

export function personOf(seed: number, name: string): Person {
  const random = new Random('person', seed, name)
  const home = drawHome(random)
  const machine = drawMachine(random)
  const userAgent = machine.userAgent.replaceAll('{}', String(machine.version(random)))
  const [country, region, city] = home.place
  return {
    name,
    agent: agentOf(userAgent),
    userAgent,
    place: { country, region, city },
    language: home.language(random),
    screen: machine.screen(random),
  }
}

/** A visit may run over midnight; ingest names yesterday's visitor for as long. */
const OVER_MIDNIGHT = 30 * MINUTE

/** How somebody is known at an instant. */
export type VisitorAt = (at: number) => VisitorRef

/**
 * How the project knows a person at an instant, as ingest would: a cookie is the same for ever, everything else is
 * another visitor every UTC day.
 */
export function visitorAt(mode: IdentityMode, seed: number, name: string): VisitorAt {
  if (mode === 'daily') return dailyVisitor('seed', seed, name)
  const on = visitorOn('seed', seed, name)
  return (at) => ({ visitor: on(mode === 'cookie' ? 0 : dayOf(at)) })
}

/**
 * How a short link knows a person, which never sees the cookie: in `daily` mode as the pages do, in `cookie` mode as a
 * visitor that only a page view's `device` names.
 */
export const deviceAt = (mode: 'daily' | 'cookie', seed: number, name: string): VisitorAt =>
  dailyVisitor(mode === 'daily' ? 'seed' : 'seed device', seed, name)

function dailyVisitor(kind: string, seed: number, name: string): VisitorAt {
  const on = visitorOn(kind, seed, name)
  return (at) => ({ visitor: on(dayOf(at)), ...(at % DAY < OVER_MIDNIGHT && { prior: on(dayOf(at) - 1) }) })
}

const dayOf = (at: number) => Math.floor(at / DAY)

function visitorOn(kind: string, seed: number, name: string): (day: number) => Id53 {
  const known = new Map<number, Id53>()
  return (day) => {
    const visitor = known.get(day) ?? hashId(kind, seed, name, day)
    known.set(day, visitor)
    return visitor
  }
}
