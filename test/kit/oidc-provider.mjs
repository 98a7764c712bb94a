// A real OpenID provider on the loopback, with forms to sign in and to consent. Arguments: port, redirect address. The
// login is the e-mail address; one that begins with `unverified` is not verified.
import Provider from 'oidc-provider'

const [port, redirect] = process.argv.slice(2)

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{ client_id: 'micrologs', client_secret: 'a secret of the tests', redirect_uris: [redirect] }],
  clientDefaults: { token_endpoint_auth_method: 'client_secret_post' },
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
  pkce: { required: () => true },
  cookies: { keys: ['of the tests'] },
  findAccount: (_context, id) => ({
    accountId: id,
    claims: () => ({ sub: `of ${id}`, email: id, email_verified: !id.startsWith('unverified'), name: 'Ada' }),
  }),
})

provider.listen(Number(port), '127.0.0.1', () => console.log('listening'))
