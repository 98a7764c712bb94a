'use strict'
// What Phusion Passenger does to an app, in small: it is required by a loader, its one listen() goes to a Unix socket
// (LOADER_SOCKET), a second one throws, every request comes from this machine, and the end of standard input is the only
// word that it is over.
const { EventEmitter } = require('events')
const fs = require('fs')
const http = require('http')
const path = require('path')

const passenger = new EventEmitter()
global.PhusionPassenger = passenger

const listen = http.Server.prototype.listen
let isTaken = false
http.Server.prototype.listen = function (...args) {
  if (isTaken) throw new Error('http.Server.listen() was called more than once, which is not allowed under Passenger')
  isTaken = true
  this.on('connection', (socket) => Object.defineProperty(socket, 'remoteAddress', { value: '127.0.0.1' }))
  const callback = args.find((arg) => typeof arg === 'function')
  // Left by a process that was killed.
  if (fs.existsSync(process.env.LOADER_SOCKET)) fs.unlinkSync(process.env.LOADER_SOCKET)
  return listen.call(this, process.env.LOADER_SOCKET, callback)
}

process.stdin.on('end', () => {
  if (passenger.listenerCount('exit') > 0) passenger.emit('exit')
  else process.exit(0)
})
process.stdin.resume()

require(path.join(process.env.LOADER_APP, 'app.js'))
