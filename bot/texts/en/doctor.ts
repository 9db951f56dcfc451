/** What `npm run doctor` says: one line for each thing it looked at, with what to do where something is wrong. */
import type { ErrorFacts } from '../../errors.ts'
import type { Area, FindingCode } from '../../ports/check.ts'

const areas: Readonly<Record<Area, string>> = {
  settings: 'Settings',
  config: 'Configuration',
  desk: 'Desk',
  database: 'Database',
  redis: 'Redis',
  files: 'Files',
  model: 'Model',
  slack: 'Slack',
}

const say: Readonly<Record<FindingCode, (f: ErrorFacts) => string>> = {
  'settings-ok': () => 'every variable can be read',
  'settings-wrong': (f) => String(f['problems'] ?? ''),
  'config-ok': (f) => `${f['file']} is valid`,
  'config-wrong': (f) => `${f['problems']} More: npm run config:check`,
  'desk-running': (f) => `answers at ${f['url']} and takes work`,
  'desk-degraded': (f) => `answers at ${f['url']}, but not all of it works: ${f['degraded']}. The lines below say why`,
  'desk-stopped': (f) => `nobody answers at ${f['url']}; start it with npm start`,
  'database-ok': (f) => `${f['server']}, schema up to date`,
  'database-new': (f) => `none yet in ${f['dir']}; the first npm start makes it`,
  'database-in-use': (f) => `in use by the running desk (process ${f['pid']}), which says it commits`,
  'database-held': (f) =>
    `${f['dir']} is held by process ${f['pid']} on ${f['host']}, but no desk answers at ${f['url']}. If that process is no desk, or hangs, end it; check PORT and HOST`,
  'database-unreachable': (f) => `cannot be opened (${f['why']}). Check DATABASE_URL or DATA_DIR, the network, user and password`,
  'database-old': (f) => `PostgreSQL ${f['server']} is too old; 15 or newer is needed`,
  'database-behind': (f) => `${f['missing']} migrations are missing. Run npm run migrate`,
  'database-updates': (f) => `${f['missing']} migrations are missing; npm start makes them itself`,
  'database-ahead': (f) => `the schema is ${f['ahead']} migrations newer than this version of the desk. Install the newer version`,
  'vector-missing': () =>
    'pgvector is not installed on the server; search in knowledge will need it. Install the package pgvector (0.8 or newer)',
  'database-weak': (f) =>
    `${f['off']} is off: what the desk has acknowledged may be gone when the server’s machine fails. Switch it on (server, database, role or DATABASE_URL)`,
  'database-clock': (f) =>
    `the clocks of this machine and of the server are ${f['seconds']} s apart. The desk goes by the server’s; set up NTP on both`,
  'redis-ok': (f) => `answers, version ${f['version']}`,
  'redis-away': (f) => `does not answer (${f['why']}). The desk works on, looking for work each second. Check REDIS_URL and the server`,
  'redis-off': () => 'off. Set REDIS_URL to wake several processes at once; one process needs none',
  'files-ok': (f) => `${f['where']} takes, gives and removes a file`,
  'files-wrong': (f) =>
    `${f['where']} does not work (${f['why']}). Check the directory and its owner, or BLOB_URL, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY`,
  'model-ok': (f) => `${f['at']} has ${f['model']}`,
  'model-unlisted': (f) => `${f['at']} answers but does not list its models (${f['why']}), so ${f['model']} could not be checked`,
  'model-unknown': (f) => `${f['at']} has no ${f['model']}. Set OPENAI_MODEL to one it has`,
  'model-refused': (f) => `${f['at']} refuses the key (${f['status']}). Check OPENAI_API_KEY`,
  'model-away': (f) =>
    `${f['at']} does not answer (${f['why']}). Turns are read by the built-in models meanwhile. Check OPENAI_BASE_URL and the network`,
  'model-off': () => 'off: the built-in models read turns. Set OPENAI_API_KEY, or OPENAI_BASE_URL, for a language model',
  'films-ok': (f) => `films are read too, with ${f['ffmpeg']}`,
  'films-off': (f) =>
    `films are only shown: there is no program ${f['ffmpeg']}. Install it (apt-get install ffmpeg), or set FFMPEG to where it is, and start again`,
  'slack-ok': (f) => `takes our token: ${f['user']} in ${f['team']} (${f['account']})`,
  'slack-refused': (f) =>
    `refuses SLACK_BOT_TOKEN (${f['error']}). Copy the bot token again from OAuth & Permissions, or reinstall the app`,
  'slack-away': (f) => `cannot be reached (${f['why']}). Check the network, a proxy, and SLACK_API_URL`,
  'slack-off': () => 'off. Set SLACK_BOT_TOKEN, and SLACK_SIGNING_SECRET or SLACK_APP_TOKEN, to turn it on (connectors/slack/README.md)',
  'slack-scopes-ok': (f) => `all ${f['count']} scopes are granted`,
  'slack-scopes-missing': (f) => `scopes are missing: ${f['scopes']}. Add them under OAuth & Permissions and reinstall the app`,
  'slack-scopes-unknown': () => 'does not say which scopes the token has',
  'slack-clock-ok': () => 'our clocks agree',
  'slack-clock-off': (f) => `this machine’s clock is ${f['seconds']} s off. Beyond 300 s every request is refused: set up NTP`,
  'slack-clock-wrong': (f) =>
    `this machine’s clock is ${f['seconds']} s off, so every signed request is refused. Set the clock, and set up NTP`,
  'slack-room-ok': (f) => `the bot is in #${f['name']} (${f['room']})`,
  'slack-room-outside': (f) => `the bot is not in #${f['name']} (${f['room']}). Invite it there: /invite @desk`,
  'slack-room-unknown': (f) =>
    `room ${f['room']} of the configuration is not to be found (${f['error']}). Check its id; invite the bot if it is private`,
  'slack-room-elsewhere': (f) =>
    `room ${f['room']} is configured for workspace ${f['account']}, but the token is of ${f['is']}. Correct account in desk.yaml`,
  'slack-rooms-none': (f) =>
    `no team works in Slack. Give a team a room { channel: slack, account: ${f['account']}, room: C… } in desk.yaml`,
  'slack-deaf': () => 'hears nothing: set SLACK_SIGNING_SECRET for requests over HTTP, or SLACK_APP_TOKEN for Socket Mode',
  'slack-socket-ok': () => 'Socket Mode takes SLACK_APP_TOKEN',
  'slack-socket-refused': (f) =>
    `Socket Mode refuses SLACK_APP_TOKEN (${f['error']}). Make an app-level token with connections:write, and switch Socket Mode on`,
  'slack-callback-ok': (f) => `${f['url']} answers a signed request`,
  'slack-callback-unset': () =>
    'PUBLIC_URL is unset, so whether Slack reaches the desk cannot be tried. Set it to the address in the app’s Event Subscriptions',
  'slack-callback-private': (f) =>
    `${f['url']} answers here, but Slack can only reach a public https address. Put one before it, or use Socket Mode`,
  'slack-callback-silent': (f) => `${f['url']} does not answer (${f['why']}), and no desk runs here. Start it, and look again`,
  'slack-callback-away': (f) =>
    `${f['url']} does not answer (${f['why']}) although the desk runs. Check DNS, certificate, proxy and firewall`,
  'slack-callback-wrong': (f) =>
    `${f['url']} answers ${f['status']}, not our challenge. Check that the proxy passes path and body unchanged, and that the running desk has the same SLACK_SIGNING_SECRET`,
}

export const doctor = {
  areas,
  say,
  well: 'All is well.',
  wrong: (n: number) => (n === 1 ? 'One thing does not work.' : `${n} things do not work.`),
}
