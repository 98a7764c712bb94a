import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../test/kit/server-process.ts'

export interface ChildServer {
  readonly url: string
  /** Resident memory now, in MB. */
  rss(): number
  /** CPU time used so far, in ms. */
  cpu(): number
  stop(): Promise<void>
}

/** Runs a script as a server of its own and waits until it listens. */
export async function startChild(script: string, env: Record<string, string>): Promise<ChildServer> {
  const port = await freePort()
  const child = spawn(process.execPath, [script], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production', LOG_LEVEL: 'error', PORT: String(port), ...env },
  })
  // Whatever becomes of the bench, its servers end with it.
  const killed = () => child.kill('SIGKILL')
  process.once('exit', killed)
  child.once('exit', () => process.off('exit', killed))
  await untilListening(port, child)
  const stat = () => readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return {
    url: `http://127.0.0.1:${port}`,
    rss: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024,
    cpu: () => (Number(stat()[11]) + Number(stat()[12])) * 10,
    async stop() {
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}

/** Milliseconds until something listens; fails when the child ends first. */
export async function untilListening(at: number, child: ChildProcess): Promise<number> {
  const started = performance.now()
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The server ended with code ${child.exitCode} before it listened`)
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(at, '127.0.0.1', () => resolve(true))
      socket.on('error', () => resolve(false))
      socket.on('connect', () => socket.destroy())
    })
    if (open) return performance.now() - started
    await pause(2)
  }
}
