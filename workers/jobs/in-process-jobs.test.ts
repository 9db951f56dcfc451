import { jobsContract } from '../../testing/contracts/jobs.contract.ts'
import { createInProcessJobs } from './in-process-jobs.ts'

jobsContract('in process', async () => {
  const failed: string[] = []
  const jobs = createInProcessJobs({ onFailed: (name) => failed.push(name), retryMs: 10 })
  return { join: async () => jobs, failed }
})
