/** `teamrunde agreement`: the works agreement with the values in force. */
import { discoverRituals } from '../engine/discovery.ts'
import { readEnv } from '../env.ts'
import { ProblemError } from '../errors.ts'
import { agreementText } from './agreement.ts'
import { manifestInForce } from './in-force.ts'

/**
 * @param file another manifest than the one in force, such as a draft
 * @throws ProblemError for a language other than de and en
 */
export async function agreement(
  environment: Record<string, string | undefined>,
  file: string | undefined,
  wish: string | undefined,
): Promise<string> {
  const rituals = await discoverRituals()
  const { manifest, now } = await manifestInForce(readEnv(environment), file, rituals)
  const { language: usual, zone } = manifest.organisation
  const language = wish ?? usual
  if (language !== 'de' && language !== 'en')
    throw new ProblemError(`--language: expected de or en, found "${language}".`)
  return agreementText(manifest, rituals, language, now.toZonedDateTimeISO(zone).toPlainDate()).trimEnd()
}
