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

export function personOf(seed: number, name: string): Person {
  const random = new Random('person', seed, name)
  const home = drawHome(random)
  const machine = drawMachine(random)
  const userAgent = machine.userAgent.replaceAll('{}', String(machine.version(random)))
  const [country, region, city] = home.place
  return {
    name,
    agent: parseAgent({ userAgent }),
    userAgent,
    place: { country, region, city },
    language: home.language(random),
    screen: machine.screen(random),
  }
}

/** A visit may run over midnight; ingest names yesterday's visitor for as long. */
const OVER_MIDNIGHT = 30 * MINUTE

/**
 * How the project knows a person at an instant, as ingest would: a cookie is the same for ever, everything else is
 * another visitor every UTC day.
 */
export function visitorAt(mode: IdentityMode, seed: number, name: string): (at: number) => VisitorRef {
  const known = new Map<number, Id53>()
  const on = (day: number) => {
    const visitor = known.get(day) ?? hashId('seed', seed, name, day)
    known.set(day, visitor)
    return visitor
  }
  return (at) => {
    const day = mode === 'cookie' ? 0 : Math.floor(at / DAY)
    const goesOn = mode === 'daily' && at % DAY < OVER_MIDNIGHT
    return { visitor: on(day), ...(goesOn && { prior: on(day - 1) }) }
  }
}
