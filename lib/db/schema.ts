import type { ColumnType, Generated } from 'kysely'
import type {
  ApiTokensTable,
  IdentitiesTable,
  InvitationsTable,
  MembershipsTable,
  SessionsTable,
  SharesTable,
  SignInLinksTable,
  UsersTable,
} from './account-tables.ts'
import type {
  ErrorDetailsTable,
  KnownVisitorsTable,
  ThinnedDaysTable,
  SealedColumnsTable,
  SealedPartsTable,
  SealHeadsTable,
} from './sealed-tables.ts'
import type {
  AuditEntriesTable,
  AuditHeadsTable,
  ErrorEventsTable,
  EventsTable,
  IssueReleasesTable,
  IssuesTable,
  LinkClicksTable,
  LinksTable,
} from './record-tables.ts'

/**
 * The tables, as migrations/ makes them. Times are ms since 1970 UTC. Visitors, visits and views are 53-bit ids.
 * Large tables are clustered by (project, time) and have no secondary index: bulk inserts stay cheap, and a report of a
 * range reads one contiguous piece.
 */
export interface Schema {
  projects: ProjectsTable
  pages: Dictionary & { url: string; host: string; path: string }
  texts: Dictionary & { value: string }
  agents: Dictionary & { device: string; os: string; os_version: string; browser: string; browser_version: string }
  places: Dictionary & { country: string; region: string; city: string }
  sources: Dictionary & { channel: string; name: string; url: string }
  campaigns: Dictionary & {
    utm_source: string
    utm_medium: string
    utm_campaign: string
    utm_content: string
    utm_term: string
    click_id: string
  }
  visitors: VisitorsTable
  visits: VisitsTable
  pageviews: PageviewsTable
  engagements: EngagementsTable
  dropped_counts: { project_id: number; day: string; reason: string; hits: number }
  dropped_log: { project_id: number; at: number; id: number; reason: string; user_agent: string; page: string }
  deferred_records: { project_id: number; at: number; id: number; kind: string; body: string }
  spool_positions: { file: string; position: number; updated_at: number }
  issues: IssuesTable
  issue_releases: IssueReleasesTable
  error_events: ErrorEventsTable
  links: LinksTable
  link_clicks: LinkClicksTable
  events: EventsTable
  audit_entries: AuditEntriesTable
  audit_heads: AuditHeadsTable
  sealed_parts: SealedPartsTable
  sealed_columns: SealedColumnsTable
  seal_heads: SealHeadsTable
  known_visitors: KnownVisitorsTable
  thinned_days: ThinnedDaysTable
  error_details: ErrorDetailsTable
  goals: SavedTable
  funnels: SavedTable
  segments: SavedTable
  annotations: AnnotationsTable
  salts: { day: string; salt: string; created_at: number }
  jobs: JobsTable
  size_log: { day: string; bytes: number }
  users: UsersTable
  sessions: SessionsTable
  memberships: MembershipsTable
  invitations: InvitationsTable
  api_tokens: ApiTokensTable
  api_token_projects: { project_id: number; token_id: number }
  recovery_codes: { user_id: number; code_hash: string }
  identities: IdentitiesTable
  sign_in_links: SignInLinksTable
  shares: SharesTable
}

/** Strings that repeat are stored once per project and named by a small number; 0 stands for "none". */
interface Dictionary {
  id: Generated<number>
  project_id: number
  /** 53 bits of a hash over the value's columns. */
  hash: number
}

export type DictionaryName = 'pages' | 'texts' | 'agents' | 'places' | 'sources' | 'campaigns'

export interface ProjectsTable {
  id: Generated<number>
  name: string
  public_key: string
  /** SHA-256 of the secret key, hex. */
  secret_hash: string
  /** JSON array of host names. */
  domains: string
  /** `daily`, `cache` or `cookie`. */
  identity: string
  /** IANA name. */
  time_zone: string
  is_active: ColumnType<number, number | undefined, number>
  honours_opt_out: ColumnType<number, number | undefined, number>
  /** Whether the public key may write audit entries. */
  browser_audits: ColumnType<number, number | undefined, number>
  /** Days after which everything is deleted, and after which only totals stay; 0 for never. */
  keep_days: ColumnType<number, number | undefined, number>
  detail_days: ColumnType<number, number | undefined, number>
  /** JSON arrays of text; null for none. */
  ignored_addresses: ColumnType<string | null, string | null | undefined, string | null>
  ignored_paths: ColumnType<string | null, string | null | undefined, string | null>
  ignored_hosts: ColumnType<string | null, string | null | undefined, string | null>
  ignored_countries: ColumnType<string | null, string | null | undefined, string | null>
  created_at: number
  updated_at: number
}

interface VisitorsTable {
  project_id: number
  visitor: number
  first_seen: number
  last_seen: number
  /** The running or last visit: its id and start are its key in `visits`. 0 before the first page view is written. */
  visit: number
  visit_started_at: number
  last_view_at: number
  last_page: number
  /** The newest view and message ids in base 36, comma-separated: what is sent twice counts once. */
  recent: string
  /** The small number that sealed days know the visitor by; 0 before the first visit was sealed. */
  number: ColumnType<number, number | undefined, number>
}

/** What a visit or a page view came with; ids of dictionaries. */
interface Attributes {
  source: number
  campaign: number
  place: number
  agent: number
  language: number
  screen: number
}

export interface VisitsTable extends Attributes {
  project_id: number
  started_at: number
  id: number
  visitor: number
  /** Last sign of life, engagement included. */
  last_at: number
  views: number
  /** Engaging custom events; a visit with one view and none of them is a bounce. */
  events: number
  engaged_ms: number
  entry_page: number
  exit_page: number
  /** 1 when the visitor had never been seen before this visit. */
  is_first: number
}

export interface PageviewsTable extends Attributes {
  project_id: number
  at: number
  id: number
  visitor: number
  visit: number
  page: number
  title: number
  is_entry: number
}

export interface EngagementsTable {
  project_id: number
  at: number
  id: number
  view: number
  visit: number
  page: number
  engaged_ms: number
  scroll: number
}

/** What owners save under a name that is unique in the project. */
export interface SavedTable {
  id: Generated<number>
  project_id: number
  name: string
  /** JSON of a deed or of a funnel's steps; of a segment, the text of its filter. */
  definition: string
  created_at: number
  updated_at: number
}

/** What somebody wrote beside a chart. */
interface AnnotationsTable {
  id: Generated<number>
  project_id: number
  /** The first instant of the day where `has_time` is 0. */
  at: number
  has_time: number
  text: string
  created_at: number
  updated_at: number
}

/** Work that no request asks for, by its name. Texts are empty and times 0 where there is none. */
export interface JobsTable {
  name: string
  next_run_at: number
  /** A random id, new for each run; empty when nobody is at it. */
  lease_holder: string
  lease_until: number
  /** Of the newest run, or piece of a run. */
  started_at: number
  /** When it was last done to the end. */
  finished_at: number
  /** Runs in a row that did not end well, and since when. */
  failures: number
  failing_since: number
  /** Of the newest failure. */
  reason: string
  /** What the job found that somebody must look at, and since when. */
  alarm: string
  alarm_since: number
  /** The job's own text: where it goes on, or what it remembers. */
  progress: string
}
