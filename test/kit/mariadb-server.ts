import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { createConnection } from 'mysql2/promise'

const BINARIES = ['/usr/sbin/mariadbd', '/usr/sbin/mysqld', '/usr/local/sbin/mariadbd', '/usr/local/bin/mariadbd']

export interface MariadbServer {
  /** Unix socket of the server; user `root` without a password. */
  readonly socket: string
  readonly port: number
  readonly pid: number
  readonly stop: () => Promise<void>
  /** `kill -9`, as a crash would be. */
  readonly kill: () => Promise<void>
  /** Starts again on the same data. */
  readonly restart: () => Promise<void>
}

/** Whether `startMariadb` finds a server to start. */
export const hasMariadb = BINARIES.some((file) => existsSync(file))

/** A server of its own in a temporary folder, with default settings; undefined when no binary is there. */
export async function startMariadb(
  options: { port?: number; args?: readonly string[]; inMemory?: boolean } = {},
): Promise<MariadbServer | undefined> {
  const binary = BINARIES.find((file) => existsSync(file))
  if (binary === undefined) return undefined
  const folder = mkdtempSync(path.join(options.inMemory === true ? memoryFolder() : tmpdir(), 'micrologs-mariadb-'))
  const socket = path.join(folder, 'sock')
  const port = options.port ?? 0
  const user = process.getuid?.() === 0 ? ['--user=root'] : []
  // A server that starts empties its folder for temporary tables, and would take them from those that run.
  const temporary = path.join(folder, 'tmp')
  mkdirSync(temporary)
  const folders = [`--datadir=${folder}/data`, `--tmpdir=${temporary}`]
  execFileSync(
    'mariadb-install-db',
    ['--no-defaults', ...folders, '--auth-root-authentication-method=normal', '--skip-test-db', ...user],
    {
      stdio: 'pipe',
    },
  )
  const launch = async () => {
    const args = [
      '--no-defaults',
      ...folders,
      `--socket=${socket}`,
      `--pid-file=${folder}/pid`,
      '--skip-log-bin',
      ...user,
    ]
    const network = port === 0 ? ['--skip-networking'] : [`--port=${port}`, '--bind-address=127.0.0.1']
    const child = spawn(binary, [...args, ...network, ...(options.args ?? [])], { stdio: 'ignore' })
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    await ready(socket)
    return { child, gone }
  }
  let running = await launch()
  const end = async (signal: NodeJS.Signals) => {
    running.child.kill(signal)
    await running.gone
  }
  return {
    socket,
    port,
    get pid() {
      return running.child.pid ?? 0
    },
    kill: () => end('SIGKILL'),
    async restart() {
      running = await launch()
    },
    async stop() {
      await end('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const ENOUGH = 2 * 1024 ** 3

/** A folder in memory where there is one with room: making a schema then takes a tenth of the time. */
function memoryFolder(): string {
  const shm = '/dev/shm'
  if (!existsSync(shm)) return tmpdir()
  const { bavail, bsize } = statfsSync(shm)
  return bavail * bsize > ENOUGH ? shm : tmpdir()
}

async function ready(socket: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      const connection = await createConnection({ socketPath: socket, user: 'root' })
      await connection.end()
      return
    } catch (fault) {
      if (tries > 300) throw fault
      await pause(50)
    }
  }
}
