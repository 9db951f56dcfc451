import type { Finding } from '../../bot/ports/check.ts'
import { findProgram } from '../../kit/find-program.ts'
import type { Settings } from '../../kit/settings.ts'

/** Whether films can be looked at; of no interest where no model reads pictures. */
export async function checkFilms({ openaiApiKey, openaiBaseUrl, openaiVisionModel, ffmpeg }: Settings): Promise<readonly Finding[]> {
  if (openaiVisionModel === null || (openaiApiKey === null && openaiBaseUrl === null)) return []
  const found = await findProgram(ffmpeg, process.env['PATH'] ?? '')
  return [{ area: 'model', code: found === null ? 'films-off' : 'films-ok', facts: { ffmpeg: found ?? ffmpeg } }]
}
