import compression from 'compression'
import express from 'express'
import helmet from 'helmet'

/** The yardstick: the Express stack of this app with a JSON body and a handler that does nothing. */
const app = express()
app.disable('x-powered-by')
app.disable('etag')
app.use(helmet(), compression(), express.json({ limit: '64kb' }))
app.use((_req, res) => {
  res.status(202).json({ success: true, message: 'OK', data: { counted: true, queued: true } })
})
app.listen(Number(process.env.PORT))
process.on('SIGTERM', () => process.exit(0))
