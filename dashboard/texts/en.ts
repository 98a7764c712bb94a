import { analytics } from './en/analytics.ts'
import { faults } from './en/faults.ts'
import { firstSteps } from './en/first-steps.ts'
import { live } from './en/live.ts'
import { places } from './en/places.ts'
import { shell } from './en/shell.ts'
import { signIn } from './en/sign-in.ts'
import { words } from './en/words.ts'

export const en = { words, shell, signIn, firstSteps, analytics, live, places, faults }
