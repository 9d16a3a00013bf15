/** What somebody's status says about whether they are here. Slack has no field for it, so this is a hint; the member's own word wins. */
import type { SlackUser } from './profiles.ts'

const EMOJI = new Set([
  ':palm_tree:',
  ':desert_island:',
  ':beach_with_umbrella:',
  ':airplane:',
  ':face_with_thermometer:',
  ':baby_bottle:',
])

/** Whole words only: "Urlaubsplanung" is work. */
const WORDS =
  /\b(urlaub|im urlaub|krank|elternzeit|abwesend|feierabend|vacation|on leave|parental leave|sick|away|ooo|out of (the )?office|pto)\b/i

/** @param now milliseconds since 1970 */
export function statusSaysAway({ profile }: SlackUser, now: number): boolean {
  const { status_text = '', status_emoji = '', status_expiration = 0 } = profile ?? {}
  const isOver = status_expiration > 0 && status_expiration * 1000 <= now
  return !isOver && (EMOJI.has(status_emoji) || WORDS.test(status_text))
}
