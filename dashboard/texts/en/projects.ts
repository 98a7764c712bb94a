/** All projects in one list. */
export const projects = {
  add: 'New project',
  live: 'visitors right now',
  days: (days: string) => `Last ${days} days`,
  course: (days: string) => `Visitors by day, over ${days} days`,
  issues: (count: number, shown: string) => `${shown} open ${count === 1 ? 'issue' : 'issues'}`,
  off: 'Switched off',
}
