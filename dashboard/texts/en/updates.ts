/** Another version of Micrologs, and back. */
export const updates = {
  title: 'Update',
  about: (version: string) =>
    `Version ${version} runs. Upload the zip of a newer one: it is checked file by file, and takes over while page views go on arriving.`,
  checkout: 'Micrologs runs from a checkout here and not from a release. It is updated as it came:',
  choose: 'Choose the zip of a release',
  drop: 'or drop it here: micrologs-1.2.3.zip',
  keys: (names: string) => `Only releases that were signed with a key this install trusts are taken: ${names}.`,
  noKeys:
    'This install trusts no key yet, so it takes no release here. Set UPDATE_PUBLIC_KEYS to the public key of who makes your releases, or extract the zip over the old files and press Restart.',
  tooLarge: (most: string) => `This file is too large. A release is far smaller than ${most}.`,
  blocked:
    'The firewall of the host did not let the file through. Upload it with the panel’s File Manager, extract it over the old files, and press Restart.',
  install: 'Check and install',
  sending: 'Uploading and checking…',
  taken: (version: string) => `Version ${version} is in its place.`,
  waiting: 'Waiting for it to answer; hosts take up to a quarter of a minute…',
  restartIt: 'Restart the app now, in the panel or where it was started. This page waits for it…',
  runs: (version: string) => `Version ${version} runs.`,
  reloadWhy: 'This page is still that of the version before.',
  reload: 'Load the new page',
  late: (version: string) => `Version ${version} does not answer yet.`,
  lateWhy:
    'Press Restart in the panel of the host. If it cannot start, the version before goes on, and the list says why.',
  releases: 'Versions on this server',
  aboutReleases:
    'When the one that runs breaks, the one before takes over by itself. Older versions work on a newer database.',
  states: {
    running: 'runs',
    before: 'the one before',
    older: 'older',
    newer: 'newer',
    failed: 'did not start',
    broken: 'left out',
  },
  since: 'Here since',
  goBack: 'Go back to it',
  runIt: 'Run it',
  backTitle: (version: string) => `Go back to version ${version}`,
  aboutBack: (running: string) =>
    `The app starts anew. Version ${running} stays here and can be run again; nothing that was counted is lost.`,
  runTitle: (version: string) => `Run version ${version}`,
  aboutRun: 'The app starts anew. The version that runs now stays here.',
  delete: (version: string) => `Delete version ${version}`,
  aboutDelete: 'Its files go. It can be uploaded again.',
}
