import { render } from 'preact'
import { App } from './app.tsx'
import { language } from './language.ts'
import { takeSecretsFromAddress } from './secrets.ts'
import './styles/ground.css'
import './styles/steps.css'
import './styles/report.css'
import './styles/chart.css'

// Before anything else: the address bar is on screen, and a secret in it may be read over a shoulder.
takeSecretsFromAddress()

document.documentElement.lang = language
const root = document.getElementById('app')
if (root) render(<App />, root)
