import type { ChildProcess } from 'node:child_process'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { asRoot } from '../../test/kit/as-root.ts'
import { eventually } from '../../test/kit/eventually.ts'
import { freePort } from '../../test/kit/server-process.ts'

const PROVIDERS = ['/usr/lib/galera/libgalera_smm.so', '/usr/lib64/galera-4/libgalera_smm.so']
const READY_MS = 120_000
/** Not root where root asks: the rsync that copies data between servers would not write as root. */
const AS_USER = process.getuid?.() === 0 ? ['--user=mysql'] : []

/** One server of a cluster. */
export interface Node {
  readonly name: string
  /** `mysql://root@127.0.0.1:<port>` */
  readonly url: string
  /** `kill -9`, as a crash would be. */
  kill(): Promise<void>
  /** Starts it again on its data and waits until it has caught up with the others; ms. */
  rejoin(): Promise<number>
  /** The number that `show status` has under this name. */
  status(name: string): Promise<number>
}

export interface Cluster {
  readonly nodes: readonly Node[]
  /** What the servers are: `10.11.19-MariaDB, Galera 26.4.23`. */
  readonly version: string
  stop(): Promise<void>
}

/** MariaDB servers on loopback that replicate to each other, with defaults but for what Galera asks. Throws what to install. */
export async function startCluster(size: number): Promise<Cluster> {
  const provider = PROVIDERS.find((file) => existsSync(file))
  if (provider === undefined) throw new Error('There is no Galera: apt-get install mariadb-server galera-4 rsync')
  const folder = mkdtempSync(path.join(tmpdir(), 'micrologs-galera-'))
  chmodSync(folder, 0o755)
  const plans = await Promise.all(Array.from({ length: size }, (_, index) => plan(folder, `node${index + 1}`)))
  const members = plans.map(({ groupPort }) => `127.0.0.1:${groupPort}`).join(',')
  const nodes: (Node & { end(): Promise<void> })[] = []
  // One after the other: the first makes the cluster, the others copy its data.
  const end = async () => {
    await Promise.all(nodes.map((node) => node.end()))
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    for (const each of plans) nodes.push(await startNode(each, provider, members, nodes.length === 0))
  } catch (fault) {
    await end()
    throw fault
  }
  const [row] = (await asRoot(
    `select concat(version(), ', Galera ', (select variable_value from information_schema.global_status
     where variable_name = 'wsrep_provider_version')) as version`,
    nodes[0]?.url,
  )) as { version: string }[]
  return {
    nodes,
    version: (row?.version ?? '').replace(/\(.*\)$/, ''),
    stop: end,
  }
}

interface Plan {
  readonly name: string
  readonly folder: string
  readonly port: number
  readonly groupPort: number
  readonly catchUpPort: number
  readonly copyPort: number
}

async function plan(parent: string, name: string): Promise<Plan> {
  const [port, groupPort, catchUpPort, copyPort] = await Promise.all([freePort(), freePort(), freePort(), freePort()])
  const folder = path.join(parent, name)
  mkdirSync(path.join(folder, 'tmp'), { recursive: true })
  const settings = ['--no-defaults', '--auth-root-authentication-method=normal', '--skip-test-db']
  execFileSync('mariadb-install-db', [...settings, `--datadir=${folder}/data`, ...AS_USER], { stdio: 'pipe' })
  if (AS_USER.length > 0) execFileSync('chown', ['-R', 'mysql', folder])
  return { name, folder, port, groupPort, catchUpPort, copyPort }
}

interface Running {
  readonly child: ChildProcess
  readonly gone: Promise<void>
}

async function startNode(plan: Plan, provider: string, members: string, isFirst: boolean) {
  const { name, folder, port, groupPort, catchUpPort, copyPort } = plan
  const url = `mysql://root@127.0.0.1:${port}`
  const args = [
    '--no-defaults',
    `--datadir=${folder}/data`,
    `--tmpdir=${folder}/tmp`,
    `--socket=${folder}/sock`,
    `--pid-file=${folder}/pid`,
    `--log-error=${folder}/log.err`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    '--binlog-format=ROW',
    '--innodb-autoinc-lock-mode=2',
    '--wsrep-on=ON',
    `--wsrep-provider=${provider}`,
    '--wsrep-cluster-name=micrologs',
    `--wsrep-node-name=${name}`,
    `--wsrep-node-address=127.0.0.1:${groupPort}`,
    `--wsrep-provider-options=gmcast.listen_addr=tcp://127.0.0.1:${groupPort};ist.recv_addr=127.0.0.1:${catchUpPort}`,
    '--wsrep-sst-method=rsync',
    `--wsrep-sst-receive-address=127.0.0.1:${copyPort}`,
    ...AS_USER,
  ]
  let running = await launch(isFirst)

  async function launch(isNew: boolean, more: readonly string[] = []): Promise<Running> {
    const address = `--wsrep-cluster-address=gcomm://${isNew ? '' : members}`
    // A group of its own, with the scripts that copy data.
    const child = spawn('mariadbd', [...args, address, ...more], { stdio: 'ignore', detached: true })
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    process.once('exit', () => endGroup(child))
    await eventually(async () => {
      if (child.exitCode !== null)
        throw new Error(`${name} ended: ${readFileSync(`${folder}/log.err`, 'utf8').slice(-2000)}`)
      return (await textStatus('wsrep_local_state_comment')) === 'Synced'
    }, READY_MS)
    return { child, gone }
  }

  async function textStatus(variable: string): Promise<string> {
    const rows = (await asRoot(`show global status like '${variable}'`, url)) as { Value: string }[]
    return rows[0]?.Value ?? ''
  }

  /** Of a server that ends by itself; on its streams or in its log. */
  async function outputOf(words: readonly string[]): Promise<string> {
    const child = spawn('mariadbd', words, { stdio: ['ignore', 'pipe', 'pipe'] })
    let text = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (part: string) => (text += part))
    await once(child, 'close')
    return text + readFileSync(`${folder}/log.err`, 'utf8').slice(-20_000)
  }

  async function kill(): Promise<void> {
    endGroup(running.child)
    await running.gone
  }

  return {
    name,
    url,
    kill,
    async rejoin() {
      const begun = performance.now()
      // As `galera_recovery` of the packages does: where it was, so that only what it missed is sent.
      const found = /Recovered position:\s*(\S+)/.exec(await outputOf([...args, '--wsrep-recover']))?.[1]
      running = await launch(false, found === undefined ? [] : [`--wsrep-start-position=${found}`])
      return performance.now() - begun
    },
    status: async (variable: string) => Number(await textStatus(variable)),
    end: kill,
  }
}

function endGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  } catch {
    // It is gone already.
  }
}
