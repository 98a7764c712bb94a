/** What reports may ask about what broke. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- to be filled
export interface ErrorsEngine {}
