'use strict'
// Preloaded by a test: a fault that nobody catches, at a moment of the test's choice.
process.on('SIGUSR2', () => {
  throw new Error('Thrown on purpose')
})
