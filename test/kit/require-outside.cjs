'use strict'
const { createHash } = require('node:crypto')

const isInside = () => globalThis.requireOutside !== undefined
const stubOf = (file) => `module.exports = globalThis.requireOutside(${JSON.stringify(file)})`

/** A transformer of Jest's: a file of a library is loaded by Node itself, once for all test files of a worker. */
module.exports = {
  // The set-up of a run is outside anyway.
  process: (source, file) => ({ code: isInside() ? stubOf(file) : source }),
  getCacheKey: (source, file) =>
    createHash('sha256')
      .update(isInside() ? stubOf(file) : `${file}\n${source}`)
      .digest('hex'),
}
