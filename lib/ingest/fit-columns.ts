import type { Agent, Place, Source } from '../core/enriched.ts'
import { cutText } from '../core/text.ts'

/**
 * Names that others chose, cut to the columns they are stored in (migrations/0001). MySQL refuses what is longer, and a
 * view must not be lost because a campaign, a host or a browser has a long name.
 */
export const fitSource = (source: Source): Source => ({ ...source, name: cutText(source.name, 100) })

export const fitPlace = (place: Place): Place => ({
  country: place.country,
  region: cutText(place.region, 100),
  city: cutText(place.city, 100),
})

export const fitAgent = (agent: Agent): Agent => ({
  device: agent.device,
  os: cutText(agent.os, 64),
  osVersion: cutText(agent.osVersion, 32),
  browser: cutText(agent.browser, 64),
  browserVersion: cutText(agent.browserVersion, 32),
})
