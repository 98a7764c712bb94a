import { account } from './en/account.ts'
import { install } from './en/install.ts'
import { analytics } from './en/analytics.ts'
import { annotations } from './en/annotations.ts'
import { audit } from './en/audit.ts'
import { dimensions } from './en/dimensions.ts'
import { faults } from './en/faults.ts'
import { filters } from './en/filters.ts'
import { firstSteps } from './en/first-steps.ts'
import { goals } from './en/goals.ts'
import { issue, issues } from './en/issues.ts'
import { links } from './en/links.ts'
import { lists } from './en/lists.ts'
import { live } from './en/live.ts'
import { places } from './en/places.ts'
import { projects } from './en/projects.ts'
import { settings } from './en/settings.ts'
import { share } from './en/share.ts'
import { shell } from './en/shell.ts'
import { signIn } from './en/sign-in.ts'
import { hostChecks } from './en/host-checks.ts'
import { updates } from './en/updates.ts'
import { upkeep } from './en/upkeep.ts'
import { visits } from './en/visits.ts'
import { words } from './en/words.ts'

export const en = {
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
