'use strict'
const vm = require('node:vm')
const { ModuleMocker } = require('jest-mock')

/*
 * Jest gives each file a realm of its own, in which every library is loaded anew: a second of work for each file that
 * imports the app. Here all files of a worker share the realm of Node and, by `require-outside.cjs`, the libraries.
 * Modules of our own are loaded anew for each file, as ever.
 */
globalThis.requireOutside = require
const compileFunction = vm.compileFunction
vm.compileFunction = (code, names, options) => compileFunction(code, names, { ...options, parsingContext: undefined })

/** Put back after each file, so that the next one does not see what it left. */
const LENT = ['console', 'Date', 'fetch']

module.exports = class {
  global = globalThis
  moduleMocker = new ModuleMocker(globalThis)
  // No test of ours turns the clock of the language: ours comes as an argument.
  fakeTimers = null
  fakeTimersModern = null

  async setup() {
    const lent = LENT.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)])
    this.before = { names: new Set(Reflect.ownKeys(globalThis)), lent, env: { ...process.env }, exit: process.exit }
    Error.stackTraceLimit = 100
  }

  async teardown() {
    const { names, lent, env, exit } = this.before
    // What cannot be removed is Jest's own.
    for (const name of Reflect.ownKeys(globalThis)) if (!names.has(name)) Reflect.deleteProperty(globalThis, name)
    for (const [name, descriptor] of lent) Object.defineProperty(globalThis, name, descriptor)
    for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name]
    Object.assign(process.env, env)
    process.exit = exit
  }

  exportConditions() {
    return ['node', 'node-addons']
  }

  getVmContext() {
    return globalThis
  }
}
