'use strict'
// Where every process begins. Passenger and LiteSpeed require() this file; `node app.js <command>` runs a command.
// This file and `loader/` are plain old JavaScript, so that any Node can at least read them and say what is wrong.
var isStartedByHost = require.main !== module
// Under a host's loader `require.main` is that loader, and its arguments are not ours.
var words = isStartedByHost ? [] : process.argv.slice(2)

var start
try {
  start = require('./loader/start')
} catch (fault) {
  var reason = 'Micrologs cannot start, its upload is not complete: upload the zip again.'
  console.error(reason + '\n' + fault.message)
  if (!isStartedByHost) process.exit(1)
  // Not even what answers well is there. A process that ended would be started again by every request.
  var server = require('http').createServer(function (_req, res) {
    res.writeHead(503, { 'Content-Type': 'text/plain', 'Cache-Control': 'no-store', 'Retry-After': '60' })
    res.end(reason)
  })
  server.listen(process.env.PORT || 3000)
  setTimeout(process.exit, 30 * 1000, 1)
}
if (start) start.start({ root: __dirname, words: words, isStartedByHost: isStartedByHost })
