'use strict'
// Answers in place of the app while it cannot start.
var http = require('http')

/** Then the process ends, so that the next request starts a new one: what was wrong may be mended by then. */
var FOR_MS = 30 * 1000

/** Answers every request with 503 and the reason. `root` is not told to strangers. */
exports.serve = function (root, reason) {
  var told = reason.split(root).join('.')
  var server = http.createServer(function (req, res) {
    var wantsPage = /text\/html/.test(req.headers.accept || '')
    res.writeHead(503, {
      'Content-Type': wantsPage ? 'text/html; charset=utf-8' : 'application/json',
      'Cache-Control': 'no-store, private',
      'Retry-After': '60',
      'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    })
    res.end(wantsPage ? pageOf(told) : JSON.stringify({ success: false, message: told, code: 'unavailable' }))
  })
  // Under a loader the port is not looked at.
  server.listen(process.env.PORT || 3000)
  setTimeout(function () {
    process.exit(1)
  }, FOR_MS)
  return server
}

function pageOf(reason) {
  var paragraphs = reason.split('\n').map(function (line) {
    return '<p>' + escaped(line) + '</p>'
  })
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Micrologs cannot start</title>',
    '<meta name="viewport" content="width=device-width"></head><body><h1>Micrologs cannot start</h1>',
    paragraphs.join(''),
    '<p>When it is mended, restart the application in the panel of your host, or wait half a minute.</p></body></html>',
  ].join('')
}

function escaped(text) {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}
