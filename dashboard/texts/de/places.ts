import type { Texts } from '../texts.ts'

export const places: Texts['places'] = {
  channels: {
    direct: 'Direkt',
    organic_search: 'Suche',
    social: 'Soziale Medien',
    referral: 'Andere Websites',
    email: 'E-Mail',
    ai: 'KI-Assistenten',
    video: 'Video',
    paid: 'Werbung',
  },
  devices: {
    desktop: 'Computer',
    mobile: 'Telefon',
    tablet: 'Tablet',
    tv: 'Fernseher',
    console: 'Spielkonsole',
    wearable: 'Uhr',
  },
  screens: {
    mobile: 'Telefongröße (unter 576 px)',
    tablet: 'Tabletgröße (unter 992 px)',
    laptop: 'Laptopgröße (unter 1440 px)',
    desktop: 'Groß (ab 1440 px)',
  },
}
