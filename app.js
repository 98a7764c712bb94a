'use strict'
// The loader: plain old JavaScript, so that any Node can at least read it and say what is wrong.
// Passenger and LiteSpeed require() this file; `node app.js <command>` runs a command.
var need = [20, 19]
var have = process.versions.node.split('.').map(Number)
// There 1 says that somebody tampered with the log.
var cannotRun = process.argv[2] === 'audit' ? 3 : 1
if (have[0] < need[0] || (have[0] === need[0] && have[1] < need[1])) {
  console.error(
    'Micrologs needs Node ' +
      need.join('.') +
      ' or later; this is Node ' +
      process.versions.node +
      '.\n' +
      'In cPanel: open "Setup Node.js App", choose a newer version for this application, and restart it.',
  )
  process.exit(cannotRun)
}

var fs = require('fs')
var path = require('path')
var bundle = path.join(__dirname, 'dist', 'server.cjs')
if (!fs.existsSync(bundle)) {
  console.error(
    'Micrologs is not built yet: ' + bundle + ' is missing.\nRun "npm ci && npm start" in ' + __dirname + '.',
  )
  process.exit(cannotRun)
}

// Hosts count every megabyte: loading the app must not make room for 32 MB of new objects, and the heap grows in small
// steps. lib/jobs/keep-heap-small.ts goes on from here, by how busy the process is.
var v8 = require('v8')
var flags = ['--semi-space-growth-factor=1', '--heap-growing-percent=10', '--optimize-for-size']
flags.forEach(function (flag) {
  v8.setFlagsFromString(flag)
})

// Under a loader `require.main` is the loader, and its arguments are not ours.
load(bundle).main(require.main === module ? process.argv.slice(2) : [], __dirname)

/**
 * Requires the bundle through V8's code cache, which halves the time to start and saves 15 MB that compiling would
 * leave allocated. V8 itself compares no more than the length of the source, so its hash is in the cache's name.
 */
function load(file) {
  var Module = require('module')
  var vm = require('vm')
  var source = fs.readFileSync(file, 'utf8')
  var hash = require('crypto').createHash('sha256').update(source).digest('hex').slice(0, 16)
  var cacheFile = file.replace(/\.cjs$/, '.' + hash + '.' + process.version + '.cache')
  var cachedData = readIfThere(cacheFile)
  var script = new vm.Script(Module.wrap(source), { filename: file, cachedData: cachedData })
  var loaded = { exports: {} }
  script.runInThisContext()(loaded.exports, Module.createRequire(file), loaded, file, path.dirname(file))
  // A little later, so that what starting compiles is in it; not much later, because V8 soon forgets what runs once.
  if (!cachedData || script.cachedDataRejected) setTimeout(keep, 500, script, cacheFile).unref()
  return loaded.exports
}

function readIfThere(file) {
  try {
    return fs.readFileSync(file)
  } catch (fault) {
    return void fault
  }
}

function keep(script, file) {
  var draft = file + '.' + process.pid
  try {
    // The cache is good for the flags it was made under: those of a process that starts.
    flags.forEach(function (flag) {
      v8.setFlagsFromString(flag)
    })
    fs.writeFileSync(draft, script.createCachedData())
    fs.renameSync(draft, file)
  } catch (fault) {
    void fault
    // A folder that cannot be written costs some time at the next start, nothing else.
  }
}
