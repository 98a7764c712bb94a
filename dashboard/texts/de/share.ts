import type { Texts } from '../texts.ts'

export const share: Texts['share'] = {
  gone: {
    title: 'Dieses Dashboard ist nicht (mehr) geteilt',
    about: 'Wer Ihnen den Link gab, hat ihn vielleicht zurückgenommen. Bitten Sie um einen neuen.',
  },
  locked: 'Dieses Dashboard fragt nach einem Passwort',
  lockedAbout: 'Wer Ihnen den Link gab, kennt es.',
  open: 'Öffnen',
  wrong: 'Das Passwort ist falsch.',
}
