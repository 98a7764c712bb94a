/** Words that reports use for channels, devices and the like, by what the API calls them. */
export const places = {
  channels: {
    direct: 'Direct',
    organic_search: 'Search',
    social: 'Social media',
    referral: 'Other sites',
    email: 'E-mail',
    ai: 'AI assistants',
    video: 'Video',
    paid: 'Advertising',
  } as Record<string, string>,
  devices: {
    desktop: 'Desktop',
    mobile: 'Phone',
    tablet: 'Tablet',
    tv: 'TV',
    console: 'Game console',
    wearable: 'Wearable',
  } as Record<string, string>,
  screens: {
    mobile: 'Phone size (below 576 px)',
    tablet: 'Tablet size (below 992 px)',
    laptop: 'Laptop size (below 1440 px)',
    desktop: 'Large (1440 px and more)',
  } as Record<string, string>,
}
