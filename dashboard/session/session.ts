import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { MyselfAnswer, RoleName, SessionState } from '../../lib/wire/accounts.ts'

export interface Session {
  readonly user: MyselfAnswer
  /** What the server answered after something about the account was changed. */
  readonly update: (state: SessionState) => void
  /** Asks the server again, as after a project was made. */
  readonly reload: () => Promise<void>
}

export const SessionContext = createContext<Session | undefined>(undefined)

/** Who is signed in. Only below the shell, where somebody is. */
export function useSession(): Session {
  const session = useContext(SessionContext)
  if (session === undefined) throw new Error('Nobody is signed in here')
  return session
}

/** The project that is looked at, and what the reader may do in it. */
export interface CurrentProject {
  readonly id: number
  readonly name: string
  readonly role: RoleName
  /** Links, issues, goals and segments. */
  readonly mayEdit: boolean
  /** Settings, keys, people. */
  readonly mayAdminister: boolean
  /** Of a shared dashboard: figures only, of these dimensions where it says which. */
  readonly shared?: { readonly panels: readonly string[] | null }
}

export const currentProject = ({ id, name, role }: Pick<CurrentProject, 'id' | 'name' | 'role'>): CurrentProject => ({
  id,
  name,
  role,
  mayEdit: role !== 'viewer',
  mayAdminister: role === 'admin' || role === 'owner',
})

/** The project of a shared dashboard. Its number is told to nobody: the link says which it is. */
export const sharedProject = (name: string, panels: readonly string[] | null): CurrentProject => ({
  ...currentProject({ id: 0, name, role: 'viewer' }),
  shared: { panels },
})
