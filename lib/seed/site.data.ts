import type { Weighted } from './sampler.ts'

/** A kind of page: where people go next depends on it. */
export type Section =
  'home' | 'category' | 'product' | 'blog' | 'feature' | 'offer' | 'help' | 'cart' | 'checkout' | 'thanks'

type SitePage = readonly [path: string, title: string]

/** A small shop with a blog; the most popular page of each section first. */
export const SITE: Readonly<Record<Section, readonly SitePage[]>> = {
  home: [['/', 'Coffee, tea and everything to brew them']],
  category: [
    ['/shop/coffee', 'Coffee'],
    ['/shop', 'All products'],
    ['/shop/espresso', 'Espresso'],
    ['/shop/grinders', 'Grinders'],
    ['/shop/tea', 'Tea'],
    ['/shop/kettles', 'Kettles'],
    ['/shop/gifts', 'Gifts'],
  ],
  product: [
    ['/shop/coffee/house-blend', 'House blend, 500 g'],
    ['/shop/coffee/ethiopia-guji', 'Ethiopia Guji, washed'],
    ['/shop/grinders/hand-grinder', 'Hand grinder with steel burrs'],
    ['/shop/espresso/dark-roast', 'Dark roast for espresso'],
    ['/shop/coffee/colombia-huila', 'Colombia Huila'],
    ['/shop/kettles/gooseneck', 'Gooseneck kettle, 0.9 l'],
    ['/shop/coffee/decaf', 'Decaf, water process'],
    ['/shop/tea/sencha', 'Sencha, first flush'],
    ['/shop/coffee/kenya-nyeri', 'Kenya Nyeri'],
    ['/shop/gifts/tasting-box', 'Tasting box: six coffees'],
    ['/shop/grinders/electric-grinder', 'Electric grinder, 40 mm'],
    ['/shop/espresso/moka-pot', 'Moka pot for three cups'],
    ['/shop/tea/assam', 'Assam, second flush'],
    ['/shop/coffee/guatemala-antigua', 'Guatemala Antigua'],
    ['/shop/gifts/gift-card', 'Gift card'],
    ['/shop/tea/earl-grey', 'Earl Grey'],
    ['/shop/kettles/travel-kettle', 'Travel kettle, 0.5 l'],
    ['/shop/espresso/tamper', 'Tamper, 58 mm'],
    ['/shop/coffee/brazil-cerrado', 'Brazil Cerrado'],
    ['/shop/tea/rooibos', 'Rooibos'],
    ['/shop/gifts/subscription', 'Three months of coffee'],
  ],
  blog: [
    ['/blog/pour-over-guide', 'Pour-over: a guide in seven steps'],
    ['/blog/coffee-to-water-ratio', 'How much coffee for how much water?'],
    ['/blog/cold-brew', 'Cold brew without special equipment'],
    ['/blog', 'Blog'],
    ['/blog/grind-size-chart', 'Grind sizes, with pictures'],
    ['/blog/french-press', 'French press, done right'],
    ['/blog/how-to-store-coffee', 'How to store coffee'],
    ['/blog/espresso-at-home', 'Espresso at home: what you need and what you do not'],
    ['/blog/descale-a-kettle', 'How to descale a kettle'],
    ['/blog/green-tea-temperature', 'Green tea and the right temperature'],
    ['/blog/decaf-explained', 'How decaf is made'],
    ['/blog/moka-pot', 'Moka pot: stop before it gurgles'],
    ['/blog/light-or-dark', 'Light or dark roast?'],
    ['/blog/water-hardness', 'Water hardness and taste'],
    ['/blog/washed-or-natural', 'Washed, natural, honey: what the words mean'],
    ['/blog/caffeine-in-tea', 'How much caffeine is in tea?'],
    ['/blog/clean-your-grinder', 'Clean your grinder in ten minutes'],
    ['/blog/visit-to-huila', 'A visit to Huila'],
  ],
  feature: [['/blog/200-cups-measured', 'We measured 200 cups of coffee. Here is the data.']],
  offer: [['/offers/harvest-week', 'Harvest week: 20 % off all new crops']],
  help: [
    ['/help/shipping', 'Shipping'],
    ['/about', 'About us'],
    ['/contact', 'Contact'],
    ['/help/returns', 'Returns'],
    ['/newsletter', 'Newsletter'],
    ['/help/wholesale', 'For cafés and offices'],
    ['/privacy', 'Privacy'],
  ],
  cart: [['/cart', 'Cart']],
  checkout: [['/checkout', 'Checkout']],
  thanks: [['/checkout/thanks', 'Thank you for your order']],
}

/** Where people go from a page. A section with one page never leads to itself. */
export const LINKS: Readonly<Record<Section, Weighted<Section>>> = {
  home: [
    [40, 'category'],
    [26, 'product'],
    [22, 'blog'],
    [12, 'help'],
  ],
  category: [
    [68, 'product'],
    [18, 'category'],
    [8, 'home'],
    [6, 'help'],
  ],
  product: [
    [32, 'product'],
    [26, 'category'],
    [24, 'cart'],
    [8, 'help'],
    [6, 'blog'],
    [4, 'home'],
  ],
  blog: [
    [48, 'blog'],
    [20, 'product'],
    [18, 'home'],
    [14, 'category'],
  ],
  feature: [
    [45, 'blog'],
    [35, 'home'],
    [20, 'category'],
  ],
  offer: [
    [70, 'product'],
    [22, 'category'],
    [8, 'help'],
  ],
  help: [
    [34, 'category'],
    [28, 'help'],
    [22, 'home'],
    [16, 'product'],
  ],
  cart: [
    [50, 'checkout'],
    [34, 'product'],
    [16, 'category'],
  ],
  checkout: [
    [66, 'thanks'],
    [20, 'cart'],
    [14, 'help'],
  ],
  thanks: [
    [60, 'home'],
    [40, 'blog'],
  ],
}

/** How long half of the people stay on a page, in seconds, at least. */
export const DWELL: Readonly<Record<Section, number>> = {
  home: 14,
  category: 20,
  product: 34,
  blog: 62,
  feature: 80,
  offer: 26,
  help: 25,
  cart: 18,
  checkout: 65,
  thanks: 12,
}
