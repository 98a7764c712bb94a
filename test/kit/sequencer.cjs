'use strict'
const { default: Sequencer } = require('@jest/test-sequencer')

/** Tests with browsers, servers and compilers of their own wait for them half of their time; the others compute. */
const WAITING = /[\\/]test[\\/](browser[\\/]|hosting[\\/]|compat[\\/]client)/
/** Of the time of all workers. */
const SHARE_OF_WAITING = 2 / 3
/** For files that were not run here before. */
const ROUGHLY_MS = { waiting: 10_000, computing: 2000 }

/** Long files first, and of both kinds side by side: so the processors have work while others wait, until the end. */
module.exports = class extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests)
    const waiting = sorted.filter(({ path }) => WAITING.test(path))
    const computing = sorted.filter(({ path }) => !WAITING.test(path))
    const spent = { waiting: 0, computing: 0 }
    const order = []
    while (waiting.length > 0 && computing.length > 0) {
      const isBehind = spent.waiting * (1 - SHARE_OF_WAITING) <= spent.computing * SHARE_OF_WAITING
      const test = (isBehind ? waiting : computing).shift()
      spent[isBehind ? 'waiting' : 'computing'] += test.duration ?? ROUGHLY_MS[isBehind ? 'waiting' : 'computing']
      order.push(test)
    }
    return [...order, ...waiting, ...computing]
  }
}
