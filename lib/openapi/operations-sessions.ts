import {
  changePasswordInput,
  codeInput,
  editAccountInput,
  endSessionInput,
  providerInput,
  databaseInput,
  setupInput,
  signInInput,
  startSecondFactorInput,
  tokenInput,
} from '../accounts/account-input.ts'
import { accountSentences as sentences } from '../accounts/account-sentences.ts'
import {
  providerUrl,
  recoveryCodes,
  secondFactorOffer,
  sessionList,
  sessionsEnded,
  sessionState,
  databaseChosen,
  setup,
} from './answers-accounts.ts'
import type { Operation } from './operation.ts'

/** `/api/session/*` and `/api/account/*`: signing in, and what people do to their own account. */

const GIVE_CODE = ['code is required']
const WRONG_PASSWORD = 'The current password is wrong.'
const WRONG_CODE = 'The code is wrong, or was used before.'

const session = {
  tag: 'Sessions',
  key: 'session',
  limit: 'accounts/write',
} as const

const enter = { tag: 'Sessions', key: 'page', limit: 'session/open' } as const
const signedIn = (description: string) => ({
  200: { description, data: sessionState, message: sentences.signedIn({ isHalf: false }) },
})

export const SESSION_OPERATIONS: readonly Operation[] = [
  {
    ...{ method: 'get', path: '/api/session/current', id: 'currentSession', tag: 'Sessions', key: 'none' },
    summary: 'Who is signed in',
    description: 'By the cookie of the session; what the page asks before all else.',
    limit: 'accounts/read',
    answers: { 200: { description: 'Who it is.', data: sessionState, message: sentences.session } },
  },
  {
    ...enter,
    ...{ method: 'post', path: '/api/session/sign-in', id: 'signIn' },
    summary: 'Sign in with a password',
    description:
      'Sets the cookie of a session. Where the account has a second factor, the session is half until the code was given. Attempts on one account have to wait longer the more there are; browsers that were signed in to it before are counted apart from strangers.',
    body: { name: 'SignIn', schema: signInInput },
    answers: signedIn('Signed in, or half.'),
    refusals: { 400: ['email must be an e-mail address'], 401: ['E-mail address or password is wrong.'] },
  },
  {
    ...enter,
    ...{ method: 'post', path: '/api/session/second-factor', id: 'giveSecondFactor' },
    summary: 'Give the code of the second factor',
    description: 'Each code works once; after five wrong ones the password is asked for again.',
    body: { name: 'SecondFactorCode', schema: codeInput },
    answers: signedIn('Signed in.'),
    refusals: { 400: GIVE_CODE, 401: [WRONG_CODE, 'Sign in with your password first.'] },
  },
  {
    ...enter,
    ...{ method: 'post', path: '/api/session/link', id: 'signInByLink' },
    summary: 'Sign in with a link',
    description: 'The token behind `/#signin=`. The one that `npm start` prints makes the first owner.',
    body: { name: 'SignInByLink', schema: tokenInput },
    answers: signedIn('Signed in, or half.'),
    refusals: {
      400: ['token is required'],
      401: ['The link was used, or is too old. Make another one: node app.js user signin-link'],
      409: ['This install has an owner already. Sign in.'],
    },
  },
  {
    ...enter,
    ...{ method: 'post', path: '/api/session/provider', id: 'startProvider' },
    summary: 'Sign in with the OpenID provider',
    description: 'The page goes to the address of the answer. Only where the setting `OIDC_ISSUER` names a provider.',
    body: {
      name: 'ProviderStart',
      schema: providerInput,
      examples: { plain: { summary: 'Without an invitation', value: { invitation: null } } },
    },
    answers: { 200: { description: 'Where to go.', data: providerUrl, message: sentences.toProvider } },
    refusals: { 404: ['There is no provider to sign in with, or no address from it.'] },
  },
  {
    ...{ method: 'get', path: '/api/session/provider-callback', id: 'finishProvider', tag: 'Sessions', key: 'none' },
    summary: 'Come back from the OpenID provider',
    description: 'For browsers. Leads to the page, with a session or with `#signin-failed=` and a code.',
    limit: 'session/open',
    answers: { 303: { description: 'To the page, in `Location`.' } },
  },
  {
    ...{ method: 'post', path: '/api/session/sign-out', id: 'signOut', tag: 'Sessions', key: 'page' },
    summary: 'Sign out',
    limit: 'accounts/write',
    answers: { 200: { description: 'Out.', data: sessionState, message: sentences.signedOut } },
  },
  {
    ...session,
    ...{ method: 'get', path: '/api/session/list', id: 'listSessions', limit: 'accounts/read' },
    summary: 'Where one is signed in',
    answers: { 200: { description: 'All sessions.', data: sessionList, message: sentences.sessions } },
  },
  {
    ...session,
    ...{ method: 'post', path: '/api/session/end', id: 'endSession' },
    summary: 'End a session',
    body: { name: 'SessionEnd', schema: endSessionInput },
    answers: { 200: { description: 'Ended.', data: sessionsEnded, message: sentences.ended } },
    refusals: { 400: ['id must be a number'], 404: ['There is no such session.'] },
  },
  {
    ...session,
    ...{ method: 'post', path: '/api/session/end-others', id: 'endOtherSessions' },
    summary: 'End all sessions but this one',
    answers: { 200: { description: 'How many there were.', data: sessionsEnded, message: sentences.ended } },
  },
  {
    ...{ method: 'get', path: '/api/account/setup', id: 'isSetUp', tag: 'Sessions', key: 'none' },
    summary: 'Whether the install has an owner',
    limit: 'accounts/read',
    answers: { 200: { description: 'Whether set-up is needed.', data: setup, message: sentences.setup } },
  },
  {
    ...enter,
    ...{ method: 'post', path: '/api/account/setup', id: 'setUp' },
    summary: 'Make the first owner',
    description:
      'With the code from the file `setup-code.txt` in the storage folder, which only who may read the server’s files can know.',
    body: { name: 'SetUp', schema: setupInput },
    answers: { 200: { description: 'Made, and signed in.', data: sessionState, message: sentences.setUp } },
    refusals: {
      400: ['password must have at least 10 characters', 'password must not be the e-mail address'],
      403: ['The code is wrong. It stands in setup-code.txt, in the storage folder on the server.'],
      409: ['This install has an owner already. Sign in.'],
    },
  },
  {
    ...enter,
    ...{ method: 'post', path: '/api/account/database', id: 'chooseDatabase' },
    summary: 'Say which database to use',
    description:
      'Where no setting says it and Node has none built in. With the same code as the first owner. The database is tried, then written into `settings.env`.',
    body: { name: 'Database', schema: databaseInput },
    answers: { 200: { description: 'It will do.', data: databaseChosen, message: sentences.databaseChosen } },
    refusals: {
      400: ['The database refuses the user name or password. Check them in cPanel under "MySQL Databases".'],
      403: ['The code is wrong. It stands in setup-code.txt, in the storage folder on the server.'],
      409: ['The database is chosen already. To change it, edit DATABASE_URL.'],
    },
  },
  {
    ...session,
    ...{ method: 'post', path: '/api/account/edit', id: 'editAccount' },
    summary: 'Change one’s name or address',
    body: {
      name: 'AccountEdit',
      schema: editAccountInput,
      examples: { name: { summary: 'Another name', value: { name: 'Ada' } } },
    },
    answers: { 200: { description: 'Changed.', data: sessionState, message: sentences.edited } },
    refusals: {
      400: ['Nothing to update. Provide name or email.'],
      403: [WRONG_PASSWORD],
      409: ['This e-mail address has an account already.'],
    },
  },
  {
    ...session,
    ...{ method: 'post', path: '/api/account/password', id: 'changePassword' },
    summary: 'Change one’s password',
    description:
      'Ends all other sessions. Who came in by a link less than half an hour ago, or has none yet, needs no current password.',
    body: { name: 'PasswordChange', schema: changePasswordInput },
    answers: { 200: { description: 'Changed.', data: sessionState, message: sentences.passwordChanged } },
    refusals: { 400: ['new_password must have at least 10 characters'], 403: [WRONG_PASSWORD] },
  },
  {
    ...session,
    ...{ method: 'post', path: '/api/account/second-factor-start', id: 'startSecondFactor' },
    summary: 'Begin with a second factor',
    description: 'It counts once `second-factor-confirm` got a code of it.',
    body: {
      name: 'SecondFactorStart',
      schema: startSecondFactorInput,
      examples: { password: { summary: 'With the password', value: { current_password: 'correct horse battery' } } },
    },
    answers: { 200: { description: 'What the program needs.', data: secondFactorOffer, message: sentences.offered } },
    refusals: { 403: [WRONG_PASSWORD], 409: ['The second factor is on already. Switch it off first.'] },
  },
  {
    ...session,
    ...{ method: 'post', path: '/api/account/second-factor-confirm', id: 'confirmSecondFactor' },
    summary: 'Switch the second factor on',
    body: { name: 'SecondFactorConfirm', schema: codeInput },
    answers: { 200: { description: 'On.', data: recoveryCodes, message: sentences.switchedOn } },
    refusals: {
      400: ['The code is wrong. Check the clock of the device, or begin again and scan the new picture.'],
    },
  },
  {
    ...session,
    ...{ method: 'post', path: '/api/account/second-factor-remove', id: 'removeSecondFactor' },
    summary: 'Switch the second factor off',
    body: { name: 'SecondFactorRemove', schema: codeInput },
    answers: { 200: { description: 'Off.', data: sessionState, message: sentences.switchedOff } },
    refusals: { 400: GIVE_CODE, 403: [WRONG_CODE] },
  },
  {
    ...session,
    ...{ method: 'post', path: '/api/account/recovery-codes', id: 'renewRecoveryCodes' },
    summary: 'New recovery codes',
    body: { name: 'RecoveryCodesRenew', schema: codeInput },
    answers: { 200: { description: 'Ten new ones.', data: recoveryCodes, message: sentences.codesRenewed } },
    refusals: { 400: GIVE_CODE, 403: [WRONG_CODE] },
  },
]
