/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: {
    '^.+\\.(tsx?|m?js)$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  // Ships as ES modules only; everything else is required as it is.
  transformIgnorePatterns: ['/node_modules/(?!(kysely|openid-client|oauth4webapi|jose)/)'],
  globalSetup: '<rootDir>/test/kit/global-setup.ts',
  globalTeardown: '<rootDir>/test/kit/global-teardown.ts',
  // A slow machine must not fail a test; one that hangs fails all the same.
  testTimeout: 60_000,
  maxWorkers: 2,
  testSequencer: '<rootDir>/test/kit/sequencer.cjs',
}
