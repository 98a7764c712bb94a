import { IDENTITY_MODES } from '../projects/project.ts'
import type { CommandOption } from './command.ts'

/** What the owner of a project decides, as options of `project create` and `project edit`. */
export const projectOptions = {
  name: { type: 'string', value: '<name>', about: 'At most 100 characters' },
  domains: {
    type: 'string',
    multiple: true,
    value: '<a.com,b.org>',
    about: 'Hosts whose pages may report, subdomains included; * for any',
  },
  identity: {
    type: 'string',
    value: `<${IDENTITY_MODES.join('|')}>`,
    about: 'How visitors are told apart; daily needs no consent',
  },
  'time-zone': { type: 'string', value: '<Europe/Berlin>', about: 'Zone of the days in reports' },
  'honours-opt-out': {
    type: 'boolean',
    about: 'Leave out visitors who send DNT or GPC; --no-honours-opt-out counts them',
  },
  'browser-audits': {
    type: 'boolean',
    about: 'Take audit entries with the public key too; what a browser can write proves nothing',
  },
  'keep-days': { type: 'string', value: '<days>', about: 'Delete everything older (audit entries never); 0 keeps it' },
  'detail-days': { type: 'string', value: '<days>', about: 'Keep only the totals of older days; 0 keeps all' },
  'ignored-addresses': {
    type: 'string',
    multiple: true,
    value: '<203.0.113.7,2001:db8::/48>',
    about: 'Visitors from these addresses and networks are not counted',
  },
  'ignored-paths': {
    type: 'string',
    multiple: true,
    value: '</admin/*>',
    about: 'Views of these pages are not counted; * is any text',
  },
  'ignored-hosts': {
    type: 'string',
    multiple: true,
    value: '<staging.shop.example,*.test>',
    about: 'Pages of these hosts are not counted; *. in front takes all below one',
  },
  'ignored-countries': {
    type: 'string',
    multiple: true,
    value: '<CN,RU>',
    about: 'Nobody from these countries is counted',
  },
} as const satisfies Record<string, CommandOption>

export const idOption = { type: 'string', value: '<id>', about: 'Number of the project, from project list' } as const
