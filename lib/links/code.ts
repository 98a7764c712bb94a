import { randomInt } from 'node:crypto'

const CHARACTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
const LENGTH = 8

/** 8 random characters of a–z, A–Z and 0–9: 47 bits, so that trying codes finds nothing. */
export const randomCode = (): string =>
  Array.from({ length: LENGTH }, () => CHARACTERS[randomInt(CHARACTERS.length)] ?? '').join('')

const CODE = /^[A-Za-z0-9_-]{1,64}$/

/** Whether a text can be the code of a link, drawn or chosen. Upper and lower case are different codes. */
export const isCode = (text: string): boolean => CODE.test(text)
