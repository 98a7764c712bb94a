import { useState } from 'preact/hooks'
import { chooseLanguage, language, LANGUAGES, texts } from '../language.ts'
import { MenuGroup, MenuItem } from '../parts/menu.tsx'
import type { Theme } from '../theme.ts'
import { chooseTheme, theme, THEMES } from '../theme.ts'

/** Language and theme, of this browser. In a menu. */
export function Preferences() {
  const [chosen, setChosen] = useState(theme)
  const choose = (name: Theme) => {
    chooseTheme(name)
    setChosen(name)
  }
  return (
    <>
      <MenuGroup title={texts.shell.theme}>
        {THEMES.map((name) => (
          <MenuItem key={name} isChosen={name === chosen} onChoose={() => choose(name)}>
            {texts.shell.themes[name]}
          </MenuItem>
        ))}
      </MenuGroup>
      <MenuGroup title={texts.shell.language}>
        {LANGUAGES.map((name) => (
          <MenuItem key={name} isChosen={name === language} onChoose={() => chooseLanguage(name)}>
            {texts.shell.languages[name]}
          </MenuItem>
        ))}
      </MenuGroup>
    </>
  )
}
