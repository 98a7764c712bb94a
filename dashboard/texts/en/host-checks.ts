/** Whether the host lets through what must come, and keeps what must stay. */
export const hostChecks = {
  title: 'Will this host do?',
  about: 'Tried from your browser just now, as your visitors’ browsers would.',
  trying: 'Trying what the firewall of the host lets through…',
  firewall: 'Firewall of the host',
  passesAs: {
    field: 'The snippet gets through, also with what looks like an attack.',
    file: 'The firewall refuses forms, but files get through: the snippet sends its messages as files.',
  },
  nothingPasses:
    'Nothing of the snippet gets through, so errors and some page views are lost. Ask the host to leave /api/track/ of this address out of ModSecurity; in cPanel, “ModSecurity” switches it off for the domain.',
  forms: {
    field: 'Field of a form',
    file: 'File of a form',
    address: 'In the address',
    wrapped: 'JSON, packed',
    json: 'JSON as it is',
    text: 'Plain text',
  },
  used: 'passes; the snippet uses it',
  passes: 'passes',
  refused: (status: number) => (status === 0 ? 'no answer' : `refused (${status})`),
  backends:
    'Backends that send stack traces as plain JSON are refused here: let them send the field “d”, as the API page says.',
  privateFiles: 'Private files',
  allPrivate: (count: number) => `None of ${count} files with settings, codes and data can be fetched.`,
  leaks: 'Everybody can fetch these files, and with them your data:',
  closeThem:
    'In cPanel’s File Manager move the app’s folder out of public_html and give “Setup Node.js App” the new place. Until then put what “node app.js htaccess” prints at the top of the .htaccess in the folder that is served.',
  unclear: (names: string) => `Answered in another way than “forbidden” or “not found”: ${names}.`,
  look: 'Check the server, too',
  needsCode: 'What only the server knows is told to who has the code.',
  wrongCode: 'The code is wrong.',
}
