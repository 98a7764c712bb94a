// Jest asks for a default export.
// eslint-disable-next-line no-restricted-syntax
export default async function globalTeardown(): Promise<void> {
  await (globalThis as { endTestRun?: () => Promise<void> }).endTestRun?.()
}
