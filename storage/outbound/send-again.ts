import { sql } from 'kysely'

/**
 * What a delivery becomes when a person sends it again. One in doubt is looked for first, where the platform can tell
 * (design §3.5): long enough ago that what is not there now never arrived. `update delivery set …`
 */
export const SEND_AGAIN = sql`
  state = case when delivery.state = 'in_doubt' then 'sending' else 'queued' end,
  reason = case when delivery.state = 'in_doubt' then 'looking' else 'retry' end,
  sent_at = case when delivery.state = 'in_doubt' then now() - interval '5 seconds' end, tries = 0`
