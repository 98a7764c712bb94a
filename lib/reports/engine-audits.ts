/** What reports may ask about the audit log. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- to be filled
export interface AuditsEngine {}
