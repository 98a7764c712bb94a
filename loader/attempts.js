'use strict'
// How often a release was started without getting as far as listening: one byte for each, in a file beside it.
var fs = require('fs')
var path = require('path')

/** After so many the release before it is taken. */
exports.MOST = 2
/** Then the newer one is tried again: it may have been the host. */
var FOR_MS = 10 * 60 * 1000

function fileOf(release) {
  return path.join(release.folder, 'attempts')
}

exports.note = function (release) {
  if (!release.isReleased) return
  try {
    fs.appendFileSync(fileOf(release), '+')
  } catch (fault) {
    void fault
    // Where nothing can be written, every start is the first.
  }
}

exports.forget = function (release) {
  try {
    fs.unlinkSync(fileOf(release))
  } catch (fault) {
    void fault
  }
}

exports.isGivenUp = function (release) {
  try {
    var stats = fs.statSync(fileOf(release))
    return stats.size >= exports.MOST && Date.now() - stats.mtimeMs < FOR_MS
  } catch (fault) {
    void fault
    return false
  }
}
