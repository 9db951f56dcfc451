/** `npm start -- console`: pages, web rooms, sign-in and the REST API of staff. Needs DATABASE_URL; any number may run. */
import { run } from './run.ts'

await run(['console'])
