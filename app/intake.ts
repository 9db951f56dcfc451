/** `npm start -- intake`: takes in what comes over /v1/messages, /v1/channels and the platforms. Needs DATABASE_URL; any number may run. */
import { run } from './run.ts'

await run(['intake'])
