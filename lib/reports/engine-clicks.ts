/** What reports may ask about uses of short links. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- to be filled
export interface ClicksEngine {}
