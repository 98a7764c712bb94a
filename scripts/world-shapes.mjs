// Gives the dashboard the module `world-shapes`: the countries of the world as SVG paths, projected while building, so
// that no geometry library travels to the browser. Shapes: Natural Earth, public domain, through world-atlas.
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { geoArea, geoCentroid, geoEqualEarth, geoPath } from 'd3-geo'
import { feature } from 'topojson-client'

const WIDTH = 1000
const HEIGHT = 460
/** Antarctica: a third of the height, and nobody lives there. */
const LEFT_OUT = '010'
/** Below this area (steradians) a shape is too small to be hit, and is drawn as a dot. */
const SMALL = 0.00008
const DOT = 'm-3,0a3,3 0 1,0 6,0a3,3 0 1,0 -6,0z'

/** ISO 3166-1 alpha-2 of its number: `Intl` knows both. Empty for land without a number. */
const codeOf = (number) => (number === undefined ? '' : (new Intl.Locale(`und-${number}`).region ?? ''))

const require = createRequire(import.meta.url)

function countries(resolution) {
  const topology = JSON.parse(readFileSync(require.resolve(`world-atlas/countries-${resolution}.json`), 'utf8'))
  return feature(topology, topology.objects.countries).features.filter(({ id }) => id !== LEFT_OUT)
}

/** `[ISO 3166-1 alpha-2, path]`; an empty code for land that has none. */
function shapes() {
  const coarse = countries('110m')
  const known = new Set(coarse.map(({ id }) => id))
  const small = countries('50m').filter(({ id }) => id !== undefined && !known.has(id))
  const land = { type: 'FeatureCollection', features: coarse }
  const projection = geoEqualEarth().fitExtent(
    [
      [2, 2],
      [WIDTH - 2, HEIGHT - 2],
    ],
    land,
  )
  const path = geoPath(projection).digits(0)
  const dot = (country) => {
    const [x, y] = projection(geoCentroid(country))
    return `M${Math.round(x)},${Math.round(y)}${DOT}`
  }
  return [
    ...coarse.map((country) => [codeOf(country.id), path(country)]),
    ...small.map((country) => [codeOf(country.id), geoArea(country) < SMALL ? dot(country) : path(country)]),
  ].filter(([, drawn]) => drawn)
}

export const worldShapes = {
  name: 'world-shapes',
  setup(build) {
    build.onResolve({ filter: /^world-shapes$/ }, ({ path }) => ({ path, namespace: 'world' }))
    build.onLoad({ filter: /./, namespace: 'world' }, () => ({
      contents: `export const SIZE = [${WIDTH}, ${HEIGHT}]\nexport const SHAPES = ${JSON.stringify(shapes())}`,
    }))
  },
}
