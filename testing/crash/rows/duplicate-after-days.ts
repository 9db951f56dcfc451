import { sql } from 'kysely'
import { BOTH, judge, type Scenario } from '../scenario.ts'

const WORDS = 20

/** The same message a week and a restart later. Keys are rows kept for good, so the clock of the rows is set back. */
export const scenario: Scenario = {
  rows: [3],
  title: 'a duplicate a week and a restart later',
  backends: BOTH,
  lanes: ['P', 'N'],
  run: async (stage) => {
    const { fleet, home, customers, settle } = await stage.set()
    await fleet.start(0)
    const words = Array.from({ length: WORDS }, () => customers.fresh())
    for (const one of words) await customers.say(one)
    await fleet.stop()
    const { db, close } = await home.open()
    await sql`update inbound_key set at = at - interval '40 days'`.execute(db.kysely)
    await sql`update raw_event set at = at - interval '40 days'`.execute(db.kysely)
    await close()
    await fleet.start(0)
    for (const one of words) await customers.repeat(one)
    const found = await settle()
    return judge(found, { repeated: WORDS }, [[found.events === WORDS, 'not every first message was acknowledged']])
  },
}
