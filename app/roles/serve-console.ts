/** The role `console`: pages, web rooms, sign-in, and the REST API of staff. */
import { createRest } from '../../console/rest/create-rest.ts'
import type { Api } from '../../kit/http/openapi.ts'
import { isOpen } from '../../kit/http/same-origin.ts'
import { createCustomers } from '../../storage/customer-store.ts'
import { createNeedsPerson } from '../../storage/reader/needs-person.ts'
import { createOutcomes, createSettingsReader } from '../../storage/reader/settings-reader.ts'
import { createTicketReader } from '../../storage/reader/ticket-reader.ts'
import type { Learning } from '../learning.ts'
import { mountPages } from '../pages.ts'
import { createPlayground } from '../playground.ts'
import type { Base } from './base.ts'

export interface ConsoleOptions {
  readonly learning: Learning
  readonly modelVersion: () => string
  /** Further parts of /v1. */
  readonly also: readonly Api[]
}

/** Answers whether the desk is open to whoever sits at this machine. */
export async function serveConsole(base: Base, { learning, modelVersion, also }: ConsoleOptions): Promise<boolean> {
  const { db, ids, log, bell, config, settings, router, access, web, api, talk, forms, intake, clock } = base
  const openDesk = db.embedded && isOpen(settings, new Request('http://127.0.0.1/', { headers: { host: '127.0.0.1' } }))
  access.mount(router)
  web.mount(router)
  router.route(
    '/',
    createRest({
      access,
      tickets: createTicketReader(db),
      talk,
      forms,
      person: createNeedsPerson(db),
      settings: createSettingsReader(db),
      customers: createCustomers(db),
      outcomes: createOutcomes(db),
      intake,
      say: api.say,
      bell,
      ids,
      now: clock.now,
      config: () => config.current(),
      modelVersion,
      retrain: learning.retrain,
      reload: async () => {
        const { applyConfigFile } = await import('../apply-config.ts')
        const applied = await applyConfigFile(config, settings.deskConfig)
        bell.tell('config', String(applied.version))
        return applied
      },
      ...(openDesk ? { playground: createPlayground({ db, ids, bell, log, router }) } : {}),
      also,
    }),
  )
  mountPages(router, access)
  await web.open(intake)
  await api.open(intake)
  return openDesk
}
