/** What the shop's products cost, in euros, by the path of their page. */
export const PRICES: Readonly<Record<string, number>> = {
  '/shop/coffee/house-blend': 13.9,
  '/shop/coffee/ethiopia-guji': 17.5,
  '/shop/grinders/hand-grinder': 89,
  '/shop/espresso/dark-roast': 14.9,
  '/shop/coffee/colombia-huila': 15.9,
  '/shop/kettles/gooseneck': 64,
  '/shop/coffee/decaf': 14.5,
  '/shop/tea/sencha': 12.9,
  '/shop/coffee/kenya-nyeri': 18.5,
  '/shop/gifts/tasting-box': 29.9,
  '/shop/grinders/electric-grinder': 149,
  '/shop/espresso/moka-pot': 34.9,
  '/shop/tea/assam': 9.9,
  '/shop/coffee/guatemala-antigua': 16.5,
  '/shop/gifts/gift-card': 50,
  '/shop/tea/earl-grey': 8.9,
  '/shop/kettles/travel-kettle': 39,
  '/shop/espresso/tamper': 27.5,
  '/shop/coffee/brazil-cerrado': 13.5,
  '/shop/tea/rooibos': 7.9,
  '/shop/gifts/subscription': 42,
}

export const CURRENCY = 'EUR'
