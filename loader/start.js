'use strict'
// Picks the release that runs, and says what is wrong when none can.
var attempts = require('./attempts')
var bundle = require('./bundle')
var choice = require('./choice')
var maintenance = require('./maintenance')
var releases = require('./releases')

var NEED = [20, 19]

/**
 * `root` is the folder of `app.js`. With `words` a command runs. Started by a host, the process stays alive when it
 * cannot do its work, and answers why: one that ended would be started again by every request.
 */
exports.start = function (options) {
  var place = { root: options.root, isStartedByHost: options.isStartedByHost, releases: listOf(options.root) }
  if (isTooOld(process.versions.node)) return fail(options, tooOld(process.versions.node))
  var found = releases.find(options.root)
  // Those that could be started, in the order in which they are tried; and why others could not.
  var good = choice.inOrder(found.good, choice.read(options.root))
  for (var at = 0; at < good.length; at++) {
    var release = good[at]
    // A command must not wait for, or count as, a start of the server.
    var isServing = options.words.length === 0
    if (isServing && at + 1 < good.length && attempts.isGivenUp(release)) {
      found.notes.push(release.version + ' did not start ' + attempts.MOST + ' times and is left alone for a while.')
      continue
    }
    if (isServing) attempts.note(release)
    try {
      var main = bundle.load(release.folder).main
    } catch (fault) {
      found.notes.push(release.version + ' could not be loaded: ' + fault.message)
      continue
    }
    return run(
      options,
      main,
      Object.assign(place, { dist: release.folder, isReleased: release.isReleased, notes: found.notes }),
      release,
    )
  }
  fail(options, nothingRuns(found.notes))
}

/** For the app, which lists what is there: newest first, each with why it is not run, if it cannot be. */
function listOf(root) {
  return function () {
    return releases.list(root).map(function (release) {
      return Object.assign(release, { isGivenUp: attempts.isGivenUp(release) })
    })
  }
}

/** `main` promises to come back when it listens, or when the command is done. */
function run(options, main, place, release) {
  var isListening = false
  function onListening() {
    isListening = true
    attempts.forget(release)
  }
  main(options.words, Object.assign(place, { onListening: onListening })).catch(function (fault) {
    // What the owner can mend is no fault of the release.
    if (fault.code === 'CANNOT_START') attempts.forget(release)
    if (isListening) {
      console.error(fault.message)
      process.exit(1)
    }
    fail(options, fault.message)
  })
}

function fail(options, reason) {
  console.error(reason)
  // There 1 says that somebody tampered with the log.
  if (!options.isStartedByHost) process.exit(options.words[0] === 'audit' ? 3 : 1)
  try {
    maintenance.serve(options.root, reason)
  } catch (fault) {
    // It had listened already, and a loader lets nobody do so twice.
    console.error(fault.message)
    process.exit(1)
  }
}

function isTooOld(version) {
  var have = version.split('.').map(Number)
  return have[0] < NEED[0] || (have[0] === NEED[0] && have[1] < NEED[1])
}

function tooOld(version) {
  return (
    'Micrologs needs Node ' +
    NEED.join('.') +
    ' or later; this is Node ' +
    version +
    '.\n' +
    'In cPanel: open "Setup Node.js App", choose a newer version for this application, and restart it.'
  )
}

function nothingRuns(notes) {
  if (notes.length === 0)
    return 'Micrologs is not built yet: dist/server.cjs is missing.\nRun "npm ci && npm start" in this folder, or upload the zip of a release.'
  return 'Micrologs cannot start, no release here is whole. Upload the zip again.\n- ' + notes.join('\n- ')
}
