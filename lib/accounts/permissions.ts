/** What people and programs may do. The one table is `PERMISSIONS`; everything else asks it. */

/** What a person may be in a project, from little to much; whoever may more may all that is before. */
export const PROJECT_ROLES = ['viewer', 'member', 'admin'] as const
export type ProjectRole = (typeof PROJECT_ROLES)[number]

/** `owner` is a role in the install as a whole. */
export const ROLES = [...PROJECT_ROLES, 'owner'] as const
export type Role = (typeof ROLES)[number]

/** How much of a person's rights a token has, from little to much. */
export const SCOPES = ['read', 'write', 'admin'] as const
export type Scope = (typeof SCOPES)[number]

interface Permission {
  /** The least role that may do it. */
  readonly role: Role
  /** The least scope of a token that may; `none`: only a person who is signed in. */
  readonly scope: Scope | 'none'
  /** Whether a project's secret key may. */
  readonly secretKey: boolean
  /** Whether the install's `ADMIN_KEY` may. */
  readonly adminKey: boolean
  /** Whether who has the link of a shared dashboard may; absent: no. */
  readonly share?: true
}

/** Of one project each, but for those that end in `projects` or `users`. */
export const PERMISSIONS = {
  'read reports': { role: 'viewer', scope: 'read', secretKey: true, adminKey: false },
  /** Figures about visitors, without what tells of a single one. */
  'read figures': { role: 'viewer', scope: 'read', secretKey: true, adminKey: false, share: true },
  'read links': { role: 'viewer', scope: 'read', secretKey: true, adminKey: false },
  /** What a backend sends: errors and audit entries. */
  'send records': { role: 'member', scope: 'write', secretKey: true, adminKey: false },
  'edit issues': { role: 'member', scope: 'write', secretKey: true, adminKey: false },
  'edit goals': { role: 'member', scope: 'write', secretKey: true, adminKey: false },
  'edit annotations': { role: 'member', scope: 'write', secretKey: true, adminKey: false },
  'edit links': { role: 'member', scope: 'write', secretKey: true, adminKey: false },
  'edit project': { role: 'admin', scope: 'admin', secretKey: false, adminKey: true },
  'forget visitors': { role: 'admin', scope: 'admin', secretKey: false, adminKey: false },
  /** Shows the figures of a project to whoever has a link. */
  'share reports': { role: 'admin', scope: 'admin', secretKey: false, adminKey: false },
  'change keys': { role: 'admin', scope: 'admin', secretKey: false, adminKey: true },
  'manage members': { role: 'admin', scope: 'none', secretKey: false, adminKey: false },
  'delete project': { role: 'owner', scope: 'admin', secretKey: false, adminKey: true },
  /** Those that the asker may see. */
  'list projects': { role: 'viewer', scope: 'read', secretKey: false, adminKey: true },
  'create projects': { role: 'owner', scope: 'admin', secretKey: false, adminKey: true },
  /** Looks at how the install fares, and runs its jobs. */
  'run install': { role: 'owner', scope: 'admin', secretKey: false, adminKey: true },
  /** Everything there is as one file, with the hashes of passwords and keys. */
  'take backup': { role: 'owner', scope: 'none', secretKey: false, adminKey: false },
  'manage users': { role: 'owner', scope: 'none', secretKey: false, adminKey: false },
} as const satisfies Record<string, Permission>

export type Action = keyof typeof PERMISSIONS

export const roleMay = (role: Role, action: Action): boolean =>
  ROLES.indexOf(role) >= ROLES.indexOf(PERMISSIONS[action].role)

export const shareMay = (action: Action): boolean => (PERMISSIONS[action] as Permission).share === true

export function scopeMay(scope: Scope, action: Action): boolean {
  const least: Scope | 'none' = PERMISSIONS[action].scope
  return least !== 'none' && SCOPES.indexOf(scope) >= SCOPES.indexOf(least)
}
