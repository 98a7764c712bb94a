/** What reports may ask about custom events. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- to be filled
export interface EventsEngine {}
