/** `npm start`: the whole desk in one process. */
import { ROLES } from './roles/role.ts'
import { run } from './run.ts'

await run(ROLES)
