/** `npm start -- worker`: understands, decides, sends and keeps time. Needs DATABASE_URL; any number may run. */
import { run } from './run.ts'

await run(['worker'])
