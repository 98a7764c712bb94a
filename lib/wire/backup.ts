/** `/api/backup/*`. */

export interface LastBackup {
  /** ISO 8601, UTC. */
  at: string
  rows: number
  /** Packed, as it was downloaded. */
  bytes: number
  how: 'downloaded' | 'command'
}

export interface BackupStatus {
  /** Null when there never was one. */
  last: LastBackup | null
  /** For a shell on the server. */
  backup_command: string
  restore_command: string
}
