'use strict'
// `releases/chosen.json`, which says that an older release shall run than the newest: the app writes it when its owner
// goes back. `{ "version": "1.0.0", "over": "1.1.0" }`: 1.0.0 runs until something newer than 1.1.0 is uploaded.
var fs = require('fs')
var path = require('path')
var releases = require('./releases')

/** Undefined where nothing was chosen, or it cannot be read: then the newest runs. */
exports.read = function (root) {
  try {
    var chosen = JSON.parse(fs.readFileSync(path.join(root, 'releases', 'chosen.json'), 'utf8'))
    return typeof chosen.version === 'string' && typeof chosen.over === 'string' ? chosen : undefined
  } catch (fault) {
    return void fault
  }
}

/** Releases, newest first, in the order in which they are tried: what was chosen, then older ones, then newer ones. */
exports.inOrder = function (good, chosen) {
  if (chosen === undefined || good.length === 0) return good
  if (good[0].isReleased && releases.newestFirst(good[0].version, chosen.over) < 0) return good
  for (var at = 0; at < good.length; at++)
    if (good[at].version === chosen.version) return good.slice(at).concat(good.slice(0, at))
  return good
}
