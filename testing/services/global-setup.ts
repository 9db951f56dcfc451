/** Around a run of the services suite: the database whose copies the files get. */
import { setup as setupTests } from '../global-setup.ts'
import { makeTemplate } from './fresh-database.ts'

export async function setup(): Promise<() => Promise<void>> {
  const url = process.env['DATABASE_URL']
  if (!url || !process.env['REDIS_URL']) throw new Error('The services suite needs DATABASE_URL and REDIS_URL: run npm run test:services.')
  const teardown = await setupTests()
  const template = await makeTemplate(url)
  return async () => {
    await template.drop()
    await teardown()
  }
}
