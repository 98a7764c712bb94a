import { execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { codeOf } from '../../lib/core/errors.ts'
import { eventually } from './eventually.ts'
import { unzip } from './release.ts'
import { freePort, get } from './server-process.ts'

const MODULES = '/usr/lib/apache2/modules'
const LOCATIONS = '/usr/lib/ruby/vendor_ruby/phusion_passenger/locations.ini'
const CRS = '/usr/share/modsecurity-crs'

export interface HostOptions {
  /** The zip that is uploaded. */
  readonly zip: string
  /** Lines of `storage/settings.env`. */
  readonly settings: Readonly<Record<string, string>>
  /** Where the app answers: empty for the root of the host, or `/stats`. */
  readonly basePath?: string
  /** The folder of the app is itself the one that is served. */
  readonly isServed?: boolean
  /** `*.php` is handed to PHP. */
  readonly hasPhp?: boolean
  /** ModSecurity with the rules of OWASP, as they come. */
  readonly hasFirewall?: boolean
  /** After so many seconds without a request a process is stopped, also the last. */
  readonly idleSeconds?: number
  /** How often Passenger looks at `tmp/restart.txt`; 10 unless told, as hosts have it. */
  readonly looksEverySeconds?: number
}

/** A shared host: Apache with Passenger, and an app that was uploaded and unpacked. */
export interface Host {
  readonly port: number
  /** The folder of the app. */
  readonly root: string
  /** The folder that is served. */
  readonly docroot: string
  /** What Apache and the app printed. */
  log(): string
  /** Ids of the processes of the app that live. */
  processes(): readonly number[]
  stop(): Promise<void>
}

/** Whether there is an Apache with all it needs. Says what is left out when not; CI must leave nothing out. */
export function canHost(): boolean {
  const needed = [`${MODULES}/mod_passenger.so`, `${MODULES}/mod_security2.so`, phpModule()?.file ?? '', LOCATIONS, CRS]
  if (needed.every((file) => existsSync(file))) return true
  const install =
    'apt-get install apache2 libapache2-mod-passenger libapache2-mod-security2 modsecurity-crs libapache2-mod-php'
  if (process.env.CI === 'true') throw new Error(`CI must test under Apache with Passenger: ${install}`)
  process.stdout.write(`\nLeft out: Apache with Passenger. To include it: ${install}\n`)
  return false
}

function phpModule(): { readonly file: string } | undefined {
  const name = existsSync(MODULES) ? readdirSync(MODULES).find((one) => /^libphp.*\.so$/.test(one)) : undefined
  return name === undefined ? undefined : { file: path.join(MODULES, name) }
}

const isRoot = process.getuid?.() === 0
const WEB_USER = 'www-data'

/** Uploads the zip, starts Apache and waits until the app answers. */
export async function startHost(options: HostOptions): Promise<Host> {
  const { zip, settings, basePath = '', isServed = false } = options
  // Not where the tests' other files are: the web server's user must be able to go there.
  const folder = mkdtempSync('/tmp/micrologs-apache-')
  const docroot = path.join(folder, 'public_html', basePath)
  const root = isServed ? docroot : path.join(folder, 'app')
  for (const place of [docroot, root, path.join(folder, 'logs'), path.join(folder, 'registry')])
    mkdirSync(place, { recursive: true })
  await unzip(zip, root)
  const lines = Object.entries(settings).map(([name, value]) => `${name}='${value}'\n`)
  writeFileSync(path.join(root, 'storage/settings.env'), lines.join(''))
  give(folder)
  openWayTo(settings.DATABASE_URL)
  const port = await freePort()
  const file = path.join(folder, 'apache.conf')
  const log = path.join(folder, 'logs/error.log')
  writeFileSync(file, configOf({ ...options, folder, docroot, root, port, log }))
  // With a process group of its own: when it ends, it ends all of its group.
  const apache = spawn('apache2', ['-f', file, '-D', 'FOREGROUND'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    // That of the tests is closed to the web server's user.
    env: { PATH: process.env.PATH, LANG: 'C.UTF-8' },
  })
  let printed = ''
  for (const stream of [apache.stdout, apache.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (printed += text))
  const ended = new Promise<void>((resolve) => apache.once('close', () => resolve()))
  const host: Host = {
    ...{ port, root, docroot },
    log: () => printed + (existsSync(log) ? readFileSync(log, 'utf8') : ''),
    processes: () => processesIn(root),
    async stop() {
      apache.kill('SIGTERM')
      await ended
      for (const pid of processesIn(root)) killIfThere(pid)
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
    },
  }
  try {
    await eventually(async () => {
      if (apache.exitCode !== null) throw new Error(`Apache ended: ${host.log()}`)
      const { status } = await get({ port }, `${basePath}/api/track/seen`)
      if (status !== 200) throw new Error(`The app answers ${status}: ${host.log().slice(-3000)}`)
      return true
    }, 40_000)
  } catch (fault) {
    await host.stop()
    throw fault
  }
  return host
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (fault) {
    // It has ended meanwhile.
    if (codeOf(fault) !== 'ESRCH') throw fault
  }
}

/** Passenger runs an app as the owner of its files. */
function give(folder: string): void {
  chmodSync(folder, 0o755)
  if (!isRoot) return
  const [uid, gid] = [idOf('-u'), idOf('-g')]
  for (const name of ['', ...readdirSync(folder, { recursive: true }).map(String)])
    chownSync(path.join(folder, name), uid, gid)
}

/** The socket of the tests' database lies in a folder that only its owner may enter. */
function openWayTo(url = ''): void {
  const socket = url.includes('socket=') ? new URL(url).searchParams.get('socket') : null
  const end = process.env.TMPDIR
  if (socket === null || end === undefined || !socket.startsWith(end)) return
  for (let place = path.dirname(socket); place.startsWith(end); place = path.dirname(place)) chmodSync(place, 0o711)
}

const idOf = (what: '-u' | '-g') => Number(execFileSync('id', [what, WEB_USER], { encoding: 'utf8' }))

/** Processes of Node whose working folder is that of the app. */
function processesIn(root: string): readonly number[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      const words = readFileSync(`/proc/${name}/cmdline`, 'utf8')
      const environment = readFileSync(`/proc/${name}/environ`, 'utf8')
      return words.startsWith('Passenger NodeApp') && environment.includes(`PWD=${root}\0`) ? [Number(name)] : []
    } catch {
      return []
    }
  })
}

interface Place {
  readonly folder: string
  readonly docroot: string
  readonly root: string
  readonly port: number
  readonly log: string
}

function configOf(options: HostOptions & Place): string {
  const { folder, docroot, root, port, log, basePath = '', hasPhp = false, hasFirewall = false, idleSeconds } = options
  const { looksEverySeconds = 10 } = options
  const load = (...names: string[]) => names.map((name) => `LoadModule ${name}_module ${MODULES}/mod_${name}.so`)
  const php = phpModule()?.file ?? ''
  return [
    `ServerRoot ${folder}`,
    'ServerName 127.0.0.1',
    `Listen 127.0.0.1:${port}`,
    `PidFile ${folder}/apache.pid`,
    `DefaultRuntimeDir ${folder}`,
    `ErrorLog ${log}`,
    // PHP as a module is not made for threads.
    ...load(
      hasPhp ? 'mpm_prefork' : 'mpm_event',
      'authz_core',
      'mime',
      'dir',
      'alias',
      'rewrite',
      'setenvif',
      'passenger',
    ),
    ...(isRoot ? [`User ${WEB_USER}`, `Group ${WEB_USER}`] : []),
    'TypesConfig /etc/mime.types',
    '<FilesMatch "^\\.ht">',
    'Require all denied',
    '</FilesMatch>',
    'DirectoryIndex index.html',
    `PassengerRoot ${LOCATIONS}`,
    `PassengerInstanceRegistryDir ${folder}/registry`,
    `PassengerStatThrottleRate ${looksEverySeconds}`,
    'PassengerDisableSecurityUpdateCheck on',
    'PassengerDisableAnonymousTelemetry on',
    ...(idleSeconds === undefined ? [] : [`PassengerPoolIdleTime ${idleSeconds}`]),
    ...(hasPhp
      ? [
          `LoadModule php_module ${php}`,
          '<FilesMatch ".+\\.php$">',
          'SetHandler application/x-httpd-php',
          '</FilesMatch>',
        ]
      : []),
    ...(hasFirewall ? [...load('unique_id', 'security2'), ...firewall(folder)] : []),
    `DocumentRoot ${folder}/public_html`,
    `<Directory ${folder}/public_html>`,
    'AllowOverride All',
    'Require all granted',
    '</Directory>',
    // As the panel's "Setup Node.js App" does in .htaccess, which only its own Passenger lets it.
    `<Directory ${docroot}>`,
    `PassengerAppRoot ${root}`,
    'PassengerAppType node',
    'PassengerStartupFile app.js',
    `PassengerNodejs ${process.execPath}`,
    `PassengerBaseURI ${basePath === '' ? '/' : basePath}`,
    'PassengerMinInstances 0',
    '</Directory>',
    '',
  ].join('\n')
}

const firewall = (folder: string) => [
  'Include /etc/modsecurity/modsecurity.conf-recommended',
  'SecRuleEngine On',
  'SecAuditEngine Off',
  `SecDataDir ${folder}`,
  `SecTmpDir ${folder}`,
  'Include /etc/modsecurity/crs/crs-setup.conf',
  `Include ${CRS}/rules/*.conf`,
]
