// `npm run dev`: builds, starts the server, and starts it again whenever a source changes.
import { context } from 'esbuild'
import { spawn } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { targets } from './build.mjs'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
let server
let due

function restart() {
  clearTimeout(due)
  // The targets are built one after another; one restart serves them all.
  due = setTimeout(() => {
    const start = () => {
      server = spawn(process.execPath, ['app.js'], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
    }
    if (server === undefined || server.exitCode !== null) return start()
    server.once('exit', start)
    server.kill('SIGTERM')
  }, 100)
}

const restarting = {
  name: 'restart',
  setup(build) {
    build.onEnd(({ errors }) => {
      if (errors.length === 0) restart()
    })
  },
}

for (const target of Object.values(targets)) {
  const watched = await context({
    absWorkingDir: root,
    logLevel: 'info',
    ...target,
    plugins: [...(target.plugins ?? []), restarting],
  })
  await watched.watch()
}
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    server?.kill('SIGTERM')
    process.exit(0)
  })
