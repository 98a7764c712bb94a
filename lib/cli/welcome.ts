import { linkOf } from '../accounts/account-answers.ts'
import type { Config } from '../config/config.ts'
import { underPassenger } from '../config/config.ts'
import type { Created } from '../projects/project-store.ts'
import { baseUrl, trackingTag } from '../projects/tag.ts'

/** One line on standard output that the server listens, and where. */
export function printWelcome(config: Config): void {
  // There the host's panel knows the address, and nobody reads along.
  if (underPassenger()) return
  const database = config.databaseUrl === '' ? 'SQLite file in the storage folder' : 'MySQL'
  console.log(`\nMicrologs runs at ${baseUrl(config)}/   (${database})`)
}

/** Whether somebody tries it out at a terminal; on a server the code in the storage folder makes the first owner. */
export const isTriedOut = (config: Config): boolean => config.databaseUrl === '' && !underPassenger()

/** The link for whoever sits here, while nobody has a password. */
export function printSignIn(config: Config, token: string | undefined): void {
  if (token === undefined) return
  console.log(`Sign in (this link works once, for a day): ${linkOf(baseUrl(config), 'signin', token)}\n`)
}

/** Keys of the project that was made at the first start. The secret is shown here and never again. */
export function printFirstSteps(config: Config, { project, secretKey }: Created): void {
  // A host's log may be read by others; there the owner asks for a key of their own.
  if (underPassenger()) {
    console.log(
      `A first project was made. For its secret key: node app.js project regenerate-keys ${project.id} --no-public`,
    )
    return
  }
  console.log(`
A first project was made: ${project.name}
  public key  ${project.publicKey}
  secret key  ${secretKey}   (shown once; for programs)

1. Paste this tag into your page, before </head>:
   ${trackingTag(baseUrl(config), project)}
2. Open the page in a browser.
3. See it arrive: sign in with the link below.
`)
}
