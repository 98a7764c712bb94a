import type { Texts } from '../texts.ts'

export const hostChecks: Texts['hostChecks'] = {
  title: 'Taugt dieser Hoster?',
  about: 'Eben von Ihrem Browser aus versucht, wie die Ihrer Besucher es täten.',
  trying: 'Wird versucht: was die Firewall des Hosters durchlässt…',
  firewall: 'Firewall des Hosters',
  passesAs: {
    field: 'Das Snippet kommt durch, auch mit dem, was nach einem Angriff aussieht.',
    file: 'Die Firewall weist Formulare ab, Dateien kommen durch: Das Snippet schickt seine Nachrichten als Dateien.',
  },
  nothingPasses:
    'Nichts vom Snippet kommt durch; Fehler und manche Seitenaufrufe gehen verloren. Bitten Sie den Hoster, /api/track/ dieser Adresse von ModSecurity auszunehmen; in cPanel schaltet „ModSecurity“ es für die Domain ab.',
  forms: {
    field: 'Feld eines Formulars',
    file: 'Datei eines Formulars',
    address: 'In der Adresse',
    wrapped: 'JSON, verpackt',
    json: 'JSON, wie es ist',
    text: 'Reiner Text',
  },
  used: 'kommt durch; das Snippet nutzt es',
  passes: 'kommt durch',
  refused: (status) => (status === 0 ? 'keine Antwort' : `abgewiesen (${status})`),
  backends:
    'Backends, die Stacktraces als bloßes JSON schicken, werden hier abgewiesen: Sie sollten das Feld „d“ schicken, wie es auf der API-Seite steht.',
  privateFiles: 'Private Dateien',
  allPrivate: (count) => `Keine von ${count} Dateien mit Einstellungen, Codes und Daten lässt sich abrufen.`,
  leaks: 'Diese Dateien kann jeder abrufen, und mit ihnen Ihre Daten:',
  closeThem:
    'Verschieben Sie den Ordner der App im File Manager von cPanel aus public_html heraus und nennen Sie den neuen Ort in „Setup Node.js App“. Setzen Sie bis dahin an den Anfang der .htaccess im ausgelieferten Ordner, was „node app.js htaccess“ ausgibt.',
  unclear: (names) => `Anders als mit „verboten“ oder „nicht gefunden“ beantwortet: ${names}.`,
  look: 'Auch den Server prüfen',
  needsCode: 'Was nur der Server weiß, erfährt, wer den Code hat.',
  wrongCode: 'Der Code ist falsch.',
}
