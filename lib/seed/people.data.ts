import type { Weighted } from './sampler.ts'

export interface Home {
  /** Country, region, city as a GeoLite2 file names them; empty where it does not know. */
  readonly place: readonly [country: string, region: string, city: string]
  /** Most common first. */
  readonly languages: readonly string[]
}

const home = (place: string, languages: string): Home => {
  const [country = '', region = '', city = ''] = place.split('|')
  return { place: [country, region, city], languages: languages.split(' ') }
}

export const HOMES: Weighted<Home> = [
  [9, home('US|California|Los Angeles', 'en-US es-US')],
  [8, home('US|New York|New York', 'en-US')],
  [6, home('US|Texas|Austin', 'en-US es-US')],
  [5, home('US|Washington|Seattle', 'en-US')],
  [5, home('US|Illinois|Chicago', 'en-US')],
  [4, home('US||', 'en-US')],
  [9, home('GB|England|London', 'en-GB')],
  [3, home('GB|Scotland|Edinburgh', 'en-GB')],
  [5, home('CA|Ontario|Toronto', 'en-CA')],
  [2, home('CA|Quebec|Montreal', 'fr-CA en-CA')],
  [6, home('DE|Berlin|Berlin', 'de-DE en-US')],
  [5, home('DE|Bavaria|Munich', 'de-DE')],
  [4, home('AT|Vienna|Vienna', 'de-AT en-GB')],
  [2, home('CH|Zurich|Zurich', 'de-CH en-GB')],
  [4, home('FR|Île-de-France|Paris', 'fr-FR')],
  [3, home('NL|North Holland|Amsterdam', 'nl-NL en-GB')],
  [3, home('IT|Lombardy|Milan', 'it-IT')],
  [2, home('ES|Catalonia|Barcelona', 'es-ES ca-ES')],
  [2, home('SE|Stockholm County|Stockholm', 'sv-SE en-GB')],
  [2, home('PL|Mazovia|Warsaw', 'pl-PL')],
  [4, home('IN|Karnataka|Bengaluru', 'en-IN hi-IN')],
  [3, home('JP|Tokyo|Tokyo', 'ja-JP')],
  [3, home('AU|New South Wales|Sydney', 'en-AU')],
  [2, home('BR|São Paulo|São Paulo', 'pt-BR')],
  [1, home('SG||Singapore', 'en-SG zh-SG')],
  [2, home('', 'en-US')],
]

/** A kind of machine: its user agents, with `{}` for one of the versions, and its screens, most common first. */
export interface Machine {
  readonly userAgent: string
  readonly versions: readonly number[]
  readonly screens: readonly string[]
}

const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64'
const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10'
const ANDROID = 'Mozilla/5.0 (Linux; Android 10; K'
const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome'
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS'
const APPLE = 'like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)'

const CHROMES = [142, 141, 140, 138, 131]
const FIREFOXES = [145, 144, 140, 128]
const IOSES = [26, 18, 17, 16]

const PC = ['1920x1080', '1536x864', '2560x1440', '1366x768', '3840x2160']
const MACBOOK = ['1440x900', '1512x982', '1728x1117', '2560x1440']
const IPHONES = ['390x844', '393x852', '430x932', '375x812']
const PHONES = ['412x915', '360x800', '393x873', '384x832']
const TABLETS = ['820x1180', '768x1024', '834x1194']

const machine = (userAgent: string, versions: readonly number[], screens: readonly string[]): Machine => ({
  userAgent,
  versions,
  screens,
})

export const MACHINES: Weighted<Machine> = [
  [21, machine(`${WINDOWS}) ${WEBKIT}/{}.0.0.0 Safari/537.36`, CHROMES, PC)],
  [6, machine(`${WINDOWS}) ${WEBKIT}/{}.0.0.0 Safari/537.36 Edg/{}.0.0.0`, CHROMES, PC)],
  [4, machine(`${WINDOWS}; rv:{}.0) Gecko/20100101 Firefox/{}.0`, FIREFOXES, PC)],
  [1, machine(`${WINDOWS}) ${WEBKIT}/140.0.0.0 Safari/537.36 OPR/{}.0.0.0`, [124, 122], PC)],
  [7, machine(`${MAC}_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/{}.1 Safari/605.1.15`, IOSES, MACBOOK)],
  [6, machine(`${MAC}_15_7) ${WEBKIT}/{}.0.0.0 Safari/537.36`, CHROMES, MACBOOK)],
  [1, machine(`${MAC}.15; rv:{}.0) Gecko/20100101 Firefox/{}.0`, FIREFOXES, MACBOOK)],
  [2, machine(`Mozilla/5.0 (X11; Linux x86_64; rv:{}.0) Gecko/20100101 Firefox/{}.0`, FIREFOXES, PC)],
  [1, machine(`Mozilla/5.0 (X11; Linux x86_64) ${WEBKIT}/{}.0.0.0 Safari/537.36`, CHROMES, PC)],
  [1, machine(`Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${WEBKIT}/{}.0.0.0 Safari/537.36`, CHROMES, ['1366x768'])],
  [22, machine(`${IPHONE} {}_1 ${APPLE} Version/{}.1 Mobile/15E148 Safari/604.1`, IOSES, IPHONES)],
  [2, machine(`${IPHONE} 18_1 ${APPLE} CriOS/{}.0.7444.46 Mobile/15E148 Safari/604.1`, CHROMES, IPHONES)],
  [17, machine(`${ANDROID}) ${WEBKIT}/{}.0.0.0 Mobile Safari/537.36`, CHROMES, PHONES)],
  [
    4,
    machine(
      `${ANDROID}) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/{}.0 Chrome/136.0.0.0 Mobile Safari/537.36`,
      [29, 28, 27],
      PHONES,
    ),
  ],
  [1, machine(`Mozilla/5.0 (Android 15; Mobile; rv:{}.0) Gecko/{}.0 Firefox/{}.0`, FIREFOXES, PHONES)],
  [2, machine(`Mozilla/5.0 (iPad; CPU OS {}_6 ${APPLE} Version/{}.6 Mobile/15E148 Safari/604.1`, [17, 16], TABLETS)],
  [1, machine(`${ANDROID}) ${WEBKIT}/{}.0.0.0 Safari/537.36`, CHROMES, ['800x1280', '1200x1920'])],
  [
    0.3,
    machine(`Mozilla/5.0 (Linux; Android 12; BRAVIA 4K UR2) ${WEBKIT}/{}.0.0.0 Safari/537.36`, [110], ['1920x1080']),
  ],
]

/** Programs that call themselves by name. */
export const BOTS: Weighted<string> = [
  [26, 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'],
  [16, 'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)'],
  [15, 'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)'],
  [11, 'Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)'],
  [9, 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0.0.0 Safari/537.36'],
  [8, 'Mozilla/5.0 (compatible; SemrushBot/7~bl; +http://www.semrush.com/bot.html)'],
  [8, 'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ClaudeBot/1.0; +claudebot@anthropic.com)'],
  [7, 'Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)'],
]
