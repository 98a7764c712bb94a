'use strict'
// Loads `server.cjs` of a release through V8's code cache.
var crypto = require('crypto')
var fs = require('fs')
var Module = require('module')
var path = require('path')
var v8 = require('v8')
var vm = require('vm')

// Hosts count every megabyte: loading the app must not make room for 32 MB of new objects, and the heap grows in small
// steps. lib/jobs/keep-heap-small.ts goes on from here, by how busy the process is.
var FLAGS = ['--semi-space-growth-factor=1', '--heap-growing-percent=10', '--optimize-for-size']

function setFlags() {
  FLAGS.forEach(function (flag) {
    v8.setFlagsFromString(flag)
  })
}

/**
 * The cache halves the time to start and saves 15 MB that compiling would leave allocated. V8 itself compares no more
 * than the length of the source, so its hash is in the cache's name. Throws what the bundle throws.
 */
exports.load = function (folder) {
  setFlags()
  var file = path.join(folder, 'server.cjs')
  var source = fs.readFileSync(file, 'utf8')
  var hash = crypto.createHash('sha256').update(source).digest('hex').slice(0, 16)
  var cacheFile = file.replace(/\.cjs$/, '.' + hash + '.' + process.version + '.cache')
  var cachedData = readIfThere(cacheFile)
  var script = new vm.Script(Module.wrap(source), { filename: file, cachedData: cachedData })
  var loaded = { exports: {} }
  script.runInThisContext()(loaded.exports, Module.createRequire(file), loaded, file, folder)
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
    setFlags()
    fs.writeFileSync(draft, script.createCachedData())
    fs.renameSync(draft, file)
  } catch (fault) {
    void fault
    // A folder that cannot be written costs some time at the next start, nothing else.
  }
}
