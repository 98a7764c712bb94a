'use strict'
// What LiteSpeed's loader does to an app, in small: the socket to listen at is standard input.
const http = require('http')
const path = require('path')

global.LsNode = {}

const listen = http.Server.prototype.listen
http.Server.prototype.listen = function (...args) {
  const callback = args.find((arg) => typeof arg === 'function')
  return listen.call(this, { fd: 0 }, callback)
}

require(path.join(process.env.LOADER_APP, 'app.js'))
