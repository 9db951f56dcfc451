import { learnContract } from '../testing/contracts/learn.contract.ts'
import { LocalModel } from './local-model.ts'
import { LocalTrainer } from './local-trainer.ts'

learnContract('local', async () => {
  const model = new LocalModel()
  return { learn: new LocalTrainer(model), classify: (text) => model.classifier?.predict(text)?.category ?? null }
})
