import { gzipSync } from 'node:zlib'
import { buildSnippet } from '../kit/build-snippet.ts'

const MOST_BYTES = 3072

test('the snippet is at most 3 KB on the wire', () => {
  expect(gzipSync(buildSnippet(), { level: 9 }).length).toBeLessThanOrEqual(MOST_BYTES)
})
