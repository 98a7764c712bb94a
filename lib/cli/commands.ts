import type { Command } from './command.ts'
import { auditVerify } from './commands/audit-verify.ts'
import { backup } from './commands/backup.ts'
import { daysReseal, daysSeal, daysStatus, daysVerify } from './commands/days.ts'
import { doctor } from './commands/doctor.ts'
import { geoInstall } from './commands/geo-install.ts'
import { geoStatus } from './commands/geo-status.ts'
import { help } from './commands/help.ts'
import { htaccess } from './commands/htaccess.ts'
import { log } from './commands/log.ts'
import { projectCreate } from './commands/project-create.ts'
import { projectDelete } from './commands/project-delete.ts'
import { projectEdit } from './commands/project-edit.ts'
import { projectList } from './commands/project-list.ts'
import { projectRegenerateKeys } from './commands/project-regenerate-keys.ts'
import { projectToggle } from './commands/project-toggle.ts'
import { projectVerify } from './commands/project-verify.ts'
import { releases, rollback, update } from './commands/releases.ts'
import { restore } from './commands/restore.ts'
import { seed } from './commands/seed.ts'
import { settings } from './commands/settings.ts'
import { spoolRetry } from './commands/spool-retry.ts'
import { tick } from './commands/tick.ts'
import { visitorForget } from './commands/visitor-forget.ts'
import { userCreate } from './commands/user-create.ts'
import { userDelete } from './commands/user-delete.ts'
import { userList } from './commands/user-list.ts'
import { userPasswd } from './commands/user-passwd.ts'
import { userReset2fa } from './commands/user-reset-2fa.ts'
import { userRole } from './commands/user-role.ts'
import { userSigninLink } from './commands/user-signin-link.ts'
import { version } from './commands/version.ts'

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  projectCreate,
  projectList,
  projectEdit,
  projectToggle,
  projectRegenerateKeys,
  projectDelete,
  projectVerify,
  userCreate,
  userList,
  userRole,
  userPasswd,
  userReset2fa,
  userSigninLink,
  userDelete,
  auditVerify,
  visitorForget,
  daysStatus,
  daysVerify,
  daysSeal,
  daysReseal,
  geoInstall,
  geoStatus,
  backup,
  restore,
  update,
  rollback,
  releases,
  doctor,
  log,
  htaccess,
  tick,
  spoolRetry,
  settings,
  seed,
  version,
  help(() => COMMANDS),
]
