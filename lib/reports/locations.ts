import type { LocationsReport } from '../wire/reports.ts'
import { countryName } from './country-name.ts'
import { wireRange } from './range.ts'
import type { Report } from './report.ts'

const TOP = 50

/** Where visitors are. A page view without a country is in no list, one without a region or city not in that list. */
export const locations: Report<LocationsReport> = {
  message: 'Locations fetched successfully',
  answer: async (engine, { scope }) => {
    const [countries, regions, cities] = await Promise.all([
      engine.breakdown(scope, 'country', ['pageviews', 'visitors']),
      engine.breakdown(scope, 'region', ['pageviews'], { limit: TOP }),
      engine.breakdown(scope, 'city', ['pageviews'], { limit: TOP }),
    ])
    return {
      range: wireRange(scope.range),
      by_country: countries.map(({ country, pageviews, visitors }) => ({
        country: countryName(country),
        country_code: country,
        pageviews,
        unique_visitors: visitors,
      })),
      by_region: regions.map(({ country, region, pageviews }) => ({
        country: countryName(country),
        country_code: country,
        region,
        pageviews,
      })),
      by_city: cities.map(({ city, region, country, pageviews }) => ({
        city,
        region,
        country_code: country,
        pageviews,
      })),
    }
  },
}
