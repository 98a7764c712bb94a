/** Made while building, by `scripts/world-shapes.mjs`. */
declare module 'world-shapes' {
  /** Width and height of the box that the paths are drawn in. */
  export const SIZE: readonly [number, number]
  /** ISO 3166-1 alpha-2 (empty where land has none) and the path of each country. */
  export const SHAPES: readonly (readonly [code: string, path: string])[]
}
