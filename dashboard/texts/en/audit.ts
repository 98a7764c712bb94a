interface Verdict {
  readonly title: string
  readonly about: string
}
type Judge = (checked: string, faults: string) => Verdict

/** Who did what. */
export const audit = {
  title: 'Audit',
  action: 'Action',
  anyAction: 'Any action',
  actor: 'Actor',
  target: 'Target',
  outcome: 'Outcome',
  anyOutcome: 'Any outcome',
  outcomes: { success: 'Success', failure: 'Failure' } as Record<string, string>,
  when: 'When',
  tenant: 'Tenant',
  externalId: 'Id of the sender',
  sequence: 'Number in the log',
  context: 'Context',
  noContext: 'Nothing more was sent.',
  hash: 'Hash',
  aboutHash: 'Computed of this entry and of the one before: a change anywhere breaks every hash from there on.',
  search: 'Action, actor, target or tenant',
  anyAgain: ': take this filter away',
  searchedSince: (time: string) =>
    `Searched are the newest 20,000 entries of the range, here back to ${time}. For older ones keep to an actor or a target.`,
  onlyWith: (value: string) => `Only entries with ${value}`,
  none: {
    title: 'Nothing in this range',
    about:
      'Backends write entries with the secret key (POST /api/track/audit). What people do in this dashboard is written by itself.',
  },
  noneFits: { title: 'No entry fits', about: 'Try a part of the word, or choose a longer range.' },
  verify: {
    open: 'Verify the chain',
    title: 'Verify the audit log',
    about: 'Every entry carries a hash of itself and of the one before. This recomputes all of them.',
    progress: (done: string, all: string) => `${done} of ${all} entries`,
    entry: (number: string) => `Entry ${number}:`,
    results: {
      verified: (checked) => ({
        title: 'Nothing was changed',
        about: `All ${checked} entries are as they were written, in their order, and none is missing.`,
      }),
      tampered: (checked, faults) => ({
        title: 'The log was changed',
        about: `Of ${checked} entries, ${faults} do not fit. Somebody with access to the database changed, removed or added entries after they were written.`,
      }),
      empty: () => ({ title: 'There is nothing to verify yet', about: 'The log has no entries.' }),
    } satisfies Record<string, Judge> as { readonly verified: Judge; readonly tampered: Judge; readonly empty: Judge },
    erased: (count: string) => `Of ${count} entries, personal values were erased on request; the rest of them fits.`,
    anchor: 'Keep this elsewhere',
    aboutAnchor:
      'Number and hash of the newest entry. Kept in another place, it later proves that nothing before it was rewritten.',
  },
}
