'use strict'
// `releases/<version>/` as the zip brings them, each with the hashes of its files; or `dist/` of a checkout.
var crypto = require('crypto')
var fs = require('fs')
var path = require('path')

/**
 * What may be started, newest first, as `{ version, folder }`, and a sentence for each release that is not whole: an
 * upload that broke off, a full disk, or a file that somebody changed.
 */
exports.find = function (root) {
  var good = []
  var notes = []
  exports.list(root).forEach(function (release) {
    if (release.fault !== undefined) notes.push(release.version + ' is left out: ' + release.fault)
    else good.push({ version: release.version, folder: release.folder, isReleased: true })
  })
  var dist = path.join(root, 'dist')
  if (fs.existsSync(path.join(dist, 'server.cjs'))) good.push({ version: 'dist', folder: dist, isReleased: false })
  return { good: good, notes: notes }
}

/** All of `releases/`, newest first, as `{ version, folder, fault }`; the app shows it to its owner. */
exports.list = function (root) {
  return versionsIn(path.join(root, 'releases')).map(function (version) {
    var folder = path.join(root, 'releases', version)
    return { version: version, folder: folder, fault: faultOf(folder) }
  })
}

function versionsIn(folder) {
  var names = []
  try {
    names = fs.readdirSync(folder)
  } catch (fault) {
    // A checkout has none.
    void fault
  }
  return names
    .filter(function (name) {
      return /^\d+\.\d+\.\d+(-[\w.]+)?$/.test(name)
    })
    .sort(exports.newestFirst)
}

/** By semver, but for the order among pre-releases of one version, which is that of their text. */
exports.newestFirst = function (a, b) {
  var partsA = a.split('-')
  var partsB = b.split('-')
  var numbersA = partsA[0].split('.').map(Number)
  var numbersB = partsB[0].split('.').map(Number)
  for (var at = 0; at < 3; at++) if (numbersA[at] !== numbersB[at]) return numbersB[at] - numbersA[at]
  if (partsA.length !== partsB.length) return partsA.length - partsB.length
  return a === b ? 0 : a < b ? 1 : -1
}

/** What is wrong with a release; undefined when all of its files are as they were packed. */
function faultOf(folder) {
  var manifest
  try {
    manifest = JSON.parse(fs.readFileSync(path.join(folder, 'manifest.json'), 'utf8'))
  } catch (fault) {
    void fault
    return 'its manifest.json is missing or cut off. Was it uploaded in full?'
  }
  var names = Object.keys(manifest.files || {})
  if (names.indexOf('server.cjs') === -1) return 'its manifest.json names no server.cjs.'
  for (var at = 0; at < names.length; at++) {
    var name = names[at]
    var bytes
    try {
      bytes = fs.readFileSync(path.join(folder, name))
    } catch (fault) {
      return name + ' cannot be read (' + fault.code + '). Was it uploaded in full?'
    }
    if (crypto.createHash('sha256').update(bytes).digest('hex') !== manifest.files[name])
      return name + ' is not what was shipped. Was it uploaded in full?'
  }
  return undefined
}
