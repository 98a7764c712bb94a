import type { Sdk } from './replay.ts'
import { replay } from './replay.ts'

/** PHP writes slashes and all that is not ASCII escaped, and an empty array in place of an empty object. */
const json = (value: unknown): string =>
  JSON.stringify(value)
    .replaceAll('/', '\\/')
    .replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** Laravel SDK 1.0.0: Guzzle, which says neither what it accepts nor how it may be packed. */
const laravel: Sdk = {
  name: 'Laravel',
  defaults: { errorType: 'LaravelError', environment: 'local' },
  json,
  query: (parameters) =>
    Object.entries(parameters)
      .map((pair) => pair.map(encodeURIComponent).join('='))
      .join('&'),
  headers: (host, key, length) => [
    `Host: ${host}`,
    'User-Agent: GuzzleHttp/7',
    `X-API-Key: ${key}`,
    ...(length === undefined ? [] : ['Content-Type: application/json', `Content-Length: ${length}`]),
  ],
  unpacks: false,
}

replay(laravel, (lab) => {
  test.each(['local', 'testing', 'Production', 'my-own', ''])(
    'the environment %p counts as production',
    async (environment) => {
      const { kit, send } = lab()
      const message = `Environment ${environment}`
      await send({ path: '/api/track/error.php', body: () => ({ message, environment, error_type: 'Environment' }) })
      const { errors } = await kit.report('errors', 'range=1d&environment=production&limit=100')
      expect(errors.filter((error) => error.message === message.trim())).toMatchObject([{ environment: 'production' }])
    },
  )

  test('what the middleware sends of an exception', async () => {
    const { kit, send } = lab()
    const body = () => ({
      message: 'Undefined variable $order',
      error_type: 'Illuminate\\Database\\QueryException',
      severity: 'critical',
      file: '/var/www/app/Http/Controllers/OrderController.php',
      line: 118,
      stack: '#0 /var/www/vendor/laravel/framework/src/Illuminate/Routing/Controller.php(54): show()\n#1 {main}',
      url: 'https://shop.example/orders/7?full=1',
      environment: 'staging',
      context: { method: 'GET', ip: '198.51.100.7', user_agent: 'Mozilla/5.0', user_id: null },
    })
    const answer = await send({ path: '/api/track/error.php', body })
    const { group_id: id } = (JSON.parse(answer.text) as { data: { group_id: number } }).data
    expect(await kit.report('error-detail', `id=${id}`)).toMatchObject({
      group: { error_type: 'Illuminate\\Database\\QueryException', line: 118, environment: 'staging' },
      events: [{ url: 'https://shop.example/orders/7?full=1', context: body().context }],
    })
  })
})
