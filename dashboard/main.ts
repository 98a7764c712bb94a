import { h, render } from 'preact'
import { language, loadTexts } from './language.ts'
import { beginSession } from './api/session.ts'
import { shareToken } from './share/share-token.ts'
import { showTheme } from './theme.ts'
import 'uplot/dist/uPlot.min.css'
import './styles/tokens.css'
import './styles/ground.css'
import './styles/parts.css'
import './styles/layers.css'
import './styles/shell.css'
import './styles/door.css'
import './styles/first-steps.css'
import './styles/analytics.css'
import './styles/chart.css'
import './styles/breakdowns.css'
import './styles/tables.css'
import './styles/lists.css'
import './styles/issues.css'
import './styles/links.css'
import './styles/audit.css'
import './styles/settings.css'
import './styles/visits.css'
import './styles/print.css'

showTheme()
document.documentElement.lang = language
const root = document.getElementById('app')
if (shareToken() === undefined) beginSession()
await loadTexts()
// Texts are used as soon as these modules run.
const { App } = await import('./app.tsx')
if (root) render(h(App, {}), root)
