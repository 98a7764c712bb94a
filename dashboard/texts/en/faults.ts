/** What happened, why, and what to do; by kind of fault. */
export const faults = {
  unreachable: {
    title: 'Micrologs does not answer',
    about: 'The server may be restarting, or this device is offline. The page keeps trying by itself.',
  },
  away: {
    title: 'The database does not answer',
    about: 'Page views are kept and will appear here once it is back. The page keeps trying by itself.',
  },
  busy: {
    title: 'Too many requests',
    about: 'The server asks for a pause. The page goes on by itself in a moment.',
  },
  missing: { title: 'This is not there (any more)', about: 'It may have been deleted, or the link is an old one.' },
  refused: { title: 'You are not signed in', about: 'Sign in again to go on.' },
  forbidden: {
    title: 'You may not do this',
    about: 'Your role in this project does not allow it. Ask an administrator of the project.',
  },
  invalid: { title: 'That did not work', about: 'The server says what is wrong:' },
  failed: {
    title: 'Something went wrong on the server',
    about: 'Its log says more. Try again in a moment.',
  },
}
