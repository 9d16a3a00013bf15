/** The manifest that other commands speak of: the one that is asked for, otherwise the one in force, otherwise the file. */
import { travelClock } from '../clock.ts'
import type { AnyRitual } from '../engine/discovery.ts'
import type { Env } from '../env.ts'
import { ProblemError } from '../errors.ts'
import { readForce } from './force.ts'
import { problemsText } from './print.ts'
import { readManifest } from './read.ts'
import type { Manifest } from './schema.ts'

export interface InForce {
  manifest: Manifest
  /** False when the manifest was read from a file. */
  isApplied: boolean
  now: Temporal.Instant
}

/** @throws ProblemError when the file has mistakes or the database can't be reached */
export async function manifestInForce(
  env: Env,
  file: string | undefined,
  rituals: ReadonlyMap<string, AnyRitual>,
): Promise<InForce> {
  const { applied, ahead } = await readForce(env)
  const now = travelClock(ahead).now()
  if (file === undefined && applied) return { manifest: applied, isApplied: true, now }
  const reading = readManifest(file ?? env.TEAMRUNDE_MANIFEST, rituals)
  if ('problems' in reading) throw new ProblemError(problemsText(reading.problems))
  return { manifest: reading.manifest, isApplied: false, now }
}
