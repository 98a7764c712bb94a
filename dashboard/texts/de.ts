import { account } from './de/account.ts'
import { install } from './de/install.ts'
import { analytics } from './de/analytics.ts'
import { annotations } from './de/annotations.ts'
import { audit } from './de/audit.ts'
import { dimensions } from './de/dimensions.ts'
import { faults } from './de/faults.ts'
import { filters } from './de/filters.ts'
import { firstSteps } from './de/first-steps.ts'
import { goals } from './de/goals.ts'
import { issue, issues } from './de/issues.ts'
import { links } from './de/links.ts'
import { lists } from './de/lists.ts'
import { live } from './de/live.ts'
import { places } from './de/places.ts'
import { projects } from './de/projects.ts'
import { settings } from './de/settings.ts'
import { share } from './de/share.ts'
import { shell } from './de/shell.ts'
import { signIn } from './de/sign-in.ts'
import { hostChecks } from './de/host-checks.ts'
import { updates } from './de/updates.ts'
import { upkeep } from './de/upkeep.ts'
import { visits } from './de/visits.ts'
import { words } from './de/words.ts'
import type { Texts } from './texts.ts'

export const de: Texts = {
  words,
  share,
  shell,
  signIn,
  firstSteps,
  analytics,
  annotations,
  filters,
  goals,
  live,
  lists,
  links,
  audit,
  settings,
  account,
  install,
  updates,
  upkeep,
  hostChecks,
  issues,
  issue,
  places,
  projects,
  visits,
  dimensions,
  faults,
}
