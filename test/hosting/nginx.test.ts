import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { eventually } from '../kit/eventually.ts'
import { countStored } from '../kit/journal.ts'
import { sendView } from '../kit/load.ts'
import { freePort, get, killServers, startServer } from '../kit/server-process.ts'
import { freshSite } from '../kit/site.ts'

const VPS = path.resolve(__dirname, '../../packaging/vps')
const NGINX = '/usr/sbin/nginx'

function canProxy(): boolean {
  if (existsSync(NGINX)) return true
  if (process.env.CI === 'true') throw new Error('CI must test behind nginx: apt-get install nginx-light')
  process.stdout.write('\nLeft out: nginx. To include it: apt-get install nginx-light\n')
  return false
}

const behindNginx = canProxy() ? test : test.skip

behindNginx('as docs/hosting/vps.md has it: page views pass, and the visitor is who really asks', async () => {
  const site = await freshSite('sqlite')
  const server = await startServer(site)
  const port = await freePort()
  const folder = mkdtempSync('/tmp/micrologs-nginx-')
  const app = (server.address as { port: number }).port
  const ours = readFileSync(path.join(VPS, 'nginx.conf'), 'utf8')
    .replace('listen 80', `listen 127.0.0.1:${port}`)
    .replace('127.0.0.1:3000', `127.0.0.1:${app}`)
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  )
  const file = path.join(folder, 'nginx.conf')
  writeFileSync(
    file,
    `daemon off; pid ${folder}/pid; error_log ${folder}/error.log; events {} http { access_log off; ${paths.join(' ')} ${ours} }`,
  )
  const nginx = spawn(NGINX, ['-e', `${folder}/error.log`, '-c', file], { stdio: 'ignore' })
  const gone = new Promise((resolve) => nginx.once('exit', resolve))
  try {
    await eventually(async () => (await get({ port }, '/api/health')).status === 200)
    // Each claims to be somebody else, and all are this machine.
    for (let visitor = 1; visitor <= 3; visitor++) {
      const view = { publicKey: site.publicKey, url: `https://shop.example/${visitor}`, visitor: visitor * 8 }
      expect((await sendView({ port }, view)).outcome).toBe(202)
    }
    await eventually(async () => (await countStored(site.db)) === 3)
    const answer = await get({ port }, '/api/analytics/visitors?range=1d', { 'X-API-Key': site.secretKey })
    expect(answer.body).toContain('"unique_visitors":1')
    expect((await get({ port }, '/')).body).toContain('assets/')
  } finally {
    nginx.kill('SIGTERM')
    await gone
    await killServers()
    await site.drop()
    rmSync(folder, { recursive: true })
  }
})

const systemd = '/usr/bin/systemd-analyze'
const withSystemd = existsSync(systemd) ? test : test.skip

withSystemd('systemd finds no fault with the unit', () => {
  const folder = mkdtempSync('/tmp/micrologs-unit-')
  const unit = readFileSync(path.join(VPS, 'micrologs.service'), 'utf8').replace('/usr/bin/node', process.execPath)
  writeFileSync(path.join(folder, 'micrologs.service'), unit)
  expect(execFileSync(systemd, ['verify', `${folder}/micrologs.service`], { encoding: 'utf8' })).toBe('')
  rmSync(folder, { recursive: true })
})
