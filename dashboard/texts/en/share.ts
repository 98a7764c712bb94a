/** A dashboard for whoever has the link. */
export const share = {
  gone: {
    title: 'This dashboard is not shared (any more)',
    about: 'Whoever gave you the link may have taken it back. Ask for a new one.',
  },
  locked: 'This dashboard asks for a password',
  lockedAbout: 'Whoever gave you the link knows it.',
  open: 'Open',
  wrong: 'The password is wrong.',
}
