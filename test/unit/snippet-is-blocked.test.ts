import { isBlocked } from '../../snippet/is-blocked.ts'

const OURS = '{"success":false,"message":"Domain not allowed for this key"}'

const CASES: [status: number, text: string, blocked: boolean][] = [
  [403, '<h1>Forbidden</h1>', true],
  [406, 'Not Acceptable! An appropriate representation of the requested resource could not be found.', true],
  [415, '', true],
  [501, '{"error":"not implemented"}', true],
  [0, '', true],
  [403, OURS, false],
  [403, '{\n  "success": false,\n  "message": "Invalid"\n}', false],
  [202, '{"success":true,"message":"OK"}', false],
  [204, '', false],
  [400, '<h1>Bad Request</h1>', false],
  [404, '<h1>Not Found</h1>', false],
  [429, '', false],
  [500, '', false],
]

test.each(CASES)('an answer %i %j is a firewall\u2019s: %j', (status, text, blocked) => {
  expect(isBlocked([status, text])).toBe(blocked)
})
