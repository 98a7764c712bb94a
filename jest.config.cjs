/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: '<rootDir>/test/kit/environment.cjs',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: {
    '/node_modules/.+\\.[cm]?js$': '<rootDir>/test/kit/require-outside.cjs',
    '^.+\\.tsx?$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  // What Jest itself is made of.
  transformIgnorePatterns: ['/node_modules/(@?jest|expect|pretty-format|@swc)[-/]'],
  globalSetup: '<rootDir>/test/kit/global-setup.ts',
  globalTeardown: '<rootDir>/test/kit/global-teardown.ts',
  // A slow machine must not fail a test; one that hangs fails all the same.
  testTimeout: 60_000,
  maxWorkers: 2,
  testSequencer: '<rootDir>/test/kit/sequencer.cjs',
}
