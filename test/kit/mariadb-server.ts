import { execFileSync, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
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

/**
 * Lays the data of a fresh server into a folder that is not there yet; undefined when no server is installed. Of a run,
 * the first is made and the others are copies of it.
 */
export function installMariadb(data: string): string | undefined {
  const made = process.env.TEST_MARIADB_DATA
  if (!hasMariadb) return undefined
  if (made !== undefined) cpSync(made, data, { recursive: true })
  else {
    const settings = ['--auth-root-authentication-method=normal', '--skip-test-db', `--tmpdir=${path.dirname(data)}`]
    execFileSync('mariadb-install-db', ['--no-defaults', `--datadir=${data}`, ...settings, ...USER], { stdio: 'pipe' })
  }
  return data
}

const USER = process.getuid?.() === 0 ? ['--user=root'] : []

/** A server of its own in a temporary folder, with default settings unless told; undefined when no binary is there. */
export async function startMariadb(
  options: { port?: number; args?: readonly string[] } = {},
): Promise<MariadbServer | undefined> {
  const binary = BINARIES.find((file) => existsSync(file))
  if (binary === undefined) return undefined
  const folder = mkdtempSync(path.join(tmpdir(), 'micrologs-mariadb-'))
  const socket = path.join(folder, 'sock')
  const port = options.port ?? 0
  // A server that starts empties its folder for temporary tables, and would take them from those that run.
  const temporary = path.join(folder, 'tmp')
  mkdirSync(temporary)
  installMariadb(path.join(folder, 'data'))
  const launch = async () => {
    const args = [
      '--no-defaults',
      `--datadir=${folder}/data`,
      `--tmpdir=${temporary}`,
      `--socket=${socket}`,
      `--pid-file=${folder}/pid`,
      '--skip-log-bin',
      ...USER,
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
