/** The versioned configuration in the table `desk_config`, with the rooms and agents it names. */
import canonicalize from 'canonicalize'
import { sql } from 'kysely'
import type { AgentDef, ConfigVersion, DeskConfig, RoomRef } from '../bot/domain/desk-config.ts'
import type { Lang } from '../bot/domain/lang.ts'
import type { ConfigSource } from '../bot/ports/config-source.ts'
import type { Ids } from '../bot/ports/ids.ts'
import { API_COMMANDS } from '../bot/ports/say.ts'
import type { Db, Tx } from './database.ts'
import { sha256 } from './hash.ts'

export interface ConfigStore extends ConfigSource {
  /** Id of a configured room; null for one the config does not name. */
  roomOf(ref: RoomRef): string | null
  /** The language of a team room's readers. */
  langOf(room: string): Lang
}

const refKey = (ref: RoomRef) => JSON.stringify([ref.channel, ref.account, ref.room])

/** Loads the newest version; `null` config until the first `apply`. */
export async function createConfigStore(db: Db, ids: Ids): Promise<ConfigStore & { readonly empty: boolean }> {
  let now: ConfigVersion | null = await db.tx(newest)
  let rooms = await db.tx(loadRooms)
  const current = () => {
    if (!now) throw new Error('no configuration was applied yet')
    return now
  }
  return {
    get empty() {
      return now === null
    },
    current,
    refresh: async () => {
      const fresh = await db.tx(newest)
      if (fresh && fresh.version !== now?.version) {
        now = fresh
        rooms = await db.tx(loadRooms)
      }
      return current()
    },
    apply: async (config) => {
      const applied = await db.tx((tx) => apply(tx, ids, config))
      // Another call may have applied a newer one meanwhile.
      if (now === null || applied.version >= now.version) now = applied
      rooms = await db.tx(loadRooms)
      return applied
    },
    roomOf: (ref) => rooms.byRef.get(refKey(ref)) ?? null,
    langOf: (room) => rooms.langs.get(room) ?? now?.config.lang ?? 'en',
  }
}

async function newest(tx: Tx): Promise<ConfigVersion | null> {
  const row = await tx.selectFrom('desk_config').select(['version', 'body']).orderBy('version', 'desc').limit(1).executeTakeFirst()
  return row ? { version: row.version, config: JSON.parse(row.body) as DeskConfig } : null
}

async function apply(tx: Tx, ids: Ids, config: DeskConfig): Promise<ConfigVersion> {
  await sql`lock table desk_config in exclusive mode`.execute(tx)
  const body = canonicalize(config) ?? ''
  const last = await tx.selectFrom('desk_config').select(['version', 'hash']).orderBy('version', 'desc').limit(1).executeTakeFirst()
  const hash = sha256(body)
  await putRooms(tx, ids, config)
  await putAgents(tx, ids, config.agents)
  if (last?.hash.equals(hash)) return { version: last.version, config }
  const version = (last?.version ?? 0) + 1
  await tx.insertInto('desk_config').values({ version, body, hash }).execute()
  return { version, config }
}

async function putRooms(tx: Tx, ids: Ids, config: DeskConfig): Promise<void> {
  const teams = config.teams.flatMap((team) =>
    team.rooms.map((ref) => ({ ref, kind: 'team', team: team.key as string | null, lang: team.lang as string })),
  )
  const managers = config.managerRooms.map((ref) => ({ ref, kind: 'manager', team: null, lang: config.lang }))
  const customers = (config.customerRooms ?? []).map((ref) => ({ ref, kind: 'customer', team: null, lang: null }))
  const all = [...teams, ...managers, ...customers, { ref: API_COMMANDS, kind: 'team', team: null, lang: config.lang }]
  await tx
    .insertInto('room')
    .values(
      all.map(({ ref, kind, team, lang }) => ({
        id: ids.next(),
        channel: ref.channel,
        account: ref.account,
        external: ref.room,
        kind,
        team,
        lang,
      })),
    )
    .onConflict((c) =>
      c
        .columns(['channel', 'account', 'external', 'thread'])
        .doUpdateSet((eb) => ({ kind: eb.ref('excluded.kind'), team: eb.ref('excluded.team'), lang: eb.ref('excluded.lang') })),
    )
    .execute()
}

/** Adds and updates the agents the file names; agents it does not name stay as they are. */
async function putAgents(tx: Tx, ids: Ids, agents: readonly AgentDef[]): Promise<void> {
  if (agents.length === 0) return
  const rows = await tx
    .insertInto('agent')
    .values(agents.map((a) => ({ id: ids.next(), key: a.key, name: a.name, role: a.role, lang: a.lang, teams: [...a.teams] })))
    .onConflict((c) =>
      c.column('key').doUpdateSet((eb) => ({
        name: eb.ref('excluded.name'),
        role: eb.ref('excluded.role'),
        lang: eb.ref('excluded.lang'),
        teams: eb.ref('excluded.teams'),
      })),
    )
    .returning(['id', 'key'])
    .execute()
  const identities = agents.flatMap((a) => {
    const id = rows.find((row) => row.key === a.key)?.id
    if (!id) return []
    const own = a.identities.map((i) => ({ channel: i.channel, account: i.account, external: i.id, agent_id: id }))
    return [...own, { channel: API_COMMANDS.channel, account: API_COMMANDS.account, external: id, agent_id: id }]
  })
  await tx
    .insertInto('agent_identity')
    .values(identities)
    .onConflict((c) => c.columns(['channel', 'account', 'external']).doUpdateSet((eb) => ({ agent_id: eb.ref('excluded.agent_id') })))
    .execute()
}

async function loadRooms(tx: Tx): Promise<{ byRef: Map<string, string>; langs: Map<string, Lang> }> {
  const rows = await tx
    .selectFrom('room')
    .select(['id', 'channel', 'account', 'external', 'lang'])
    .where('kind', '<>', 'customer')
    .execute()
  return {
    byRef: new Map(rows.map((r) => [refKey({ channel: r.channel, account: r.account, room: r.external }), r.id])),
    langs: new Map(rows.flatMap((r) => (r.lang ? [[r.id, r.lang as Lang] as const] : []))),
  }
}
