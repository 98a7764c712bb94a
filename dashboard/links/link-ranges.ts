export const LINK_RANGES = ['7d', '30d', '90d', '365d'] as const
type LinkRange = (typeof LINK_RANGES)[number]

export const linkRange = (given: string | undefined): LinkRange => LINK_RANGES.find((range) => range === given) ?? '30d'
