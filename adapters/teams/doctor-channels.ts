/** The channels that the manifest names: whether their ids can be right, and the bot is in their teams. */
import { DeliveryError, type Finding, type Profile } from '#platform'
import type { People } from './people.ts'

const HOW =
  'Copy the link to the channel in Teams; the id stands between /channel/ and the next slash, with %3a for a colon and %40 for an @: 19:…@thread.tacv2.'

/** @param met is given everyone in each channel */
export async function channelFindings(
  people: People,
  channels: readonly string[],
  met: (roster: Profile[]) => void,
): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const id of channels) findings.push(await channelFinding(people, id, met))
  return findings
}

async function channelFinding(people: People, id: string, met: (roster: Profile[]) => void): Promise<Finding> {
  if (!/^19:[^@]+@thread\.(tacv2|skype)$/.test(id))
    return { level: 'wrong', what: `${id} is no id of a channel in Teams.`, todo: HOW }
  try {
    const roster = await people.roster(id)
    met(roster)
    return { level: 'fine', what: `The bot is in the team of ${id}, with ${roster.length} people.` }
  } catch (error) {
    return refused(id, error)
  }
}

function refused(id: string, error: unknown): Finding {
  if (error instanceof DeliveryError && error.outcome === 'never') {
    return {
      level: 'wrong',
      what: `The bot sees no channel ${id}: there is none, it is private, or the app is not in its team.`,
      todo: `Add the app to the team (Apps, Teamrunde, Add to a team). Bots can’t write in private channels. ${HOW}`,
    }
  }
  const reason = error instanceof Error ? error.message : String(error)
  return {
    level: 'wrong',
    what: `The channel ${id} could not be looked at: ${reason}.`,
    todo: 'Try again in a minute.',
  }
}
