/** Backup and log, for owners. */
export const upkeep = {
  backup: {
    title: 'Backup',
    about: 'Everything in the database as one file, as of this moment, while the app runs on.',
    never: 'No backup was made yet.',
    last: 'Last made',
    facts: (rows: string, size: string) => `${rows} rows, ${size}`,
    how: { downloaded: 'downloaded', command: 'by command' },
    download: 'Download a backup',
    keepPrivate:
      'It holds hashes of passwords and keys: keep it where only you can read it. That it was taken is in the audit log.',
    restore: 'Restore',
    aboutRestore:
      'Replaces everything, so it is done on the server and not by a click: stop the app in the panel, open the Terminal of the panel, run this with the file’s name, start the app. It works for MySQL and SQLite alike, and so moves you from one to the other.',
    replaceHint: 'Into a database that is in use only with --replace at the end.',
    regularly: 'Regularly',
    aboutRegularly: 'Under “Cron Jobs”, once a day, with a file’s name that is new every day.',
  },
  log: {
    title: 'Log',
    about:
      'What the app has to say, newest first, without keys and addresses. It lies in storage/log and does not grow beyond LOG_BYTES.',
    again: 'Read again',
    level: 'Show',
    levels: { debug: 'Everything', info: 'Information and worse', warn: 'Warnings and errors', error: 'Errors' },
    nothing: 'Nothing of that was logged.',
    notKept: 'No log is kept: LOG_BYTES is off.',
    more: 'There is more; node app.js log shows up to 500 lines.',
  },
}
