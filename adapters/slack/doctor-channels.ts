/** The channels that the manifest names: whether they are there, and the bot in them. */
import type { Finding } from '#platform'
import type { Call } from './doctor-calls.ts'

interface Channel {
  name: string
  is_archived?: boolean
  is_member?: boolean
}

export async function channelFindings(call: Call, channels: readonly string[]): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const id of channels) findings.push(await channelFinding(call, id))
  return findings
}

async function channelFinding(call: Call, id: string): Promise<Finding> {
  const { body } = await call('conversations.info', { channel: id })
  if (!body.ok) return refused(id, String(body.error))
  const { name, is_archived, is_member } = body['channel'] as Channel
  if (is_archived) {
    return {
      level: 'wrong',
      what: `#${name} (${id}) is archived; nobody can write there.`,
      todo: 'Name another channel in the manifest, or unarchive it in Slack.',
    }
  }
  if (!is_member) {
    return {
      level: 'wrong',
      what: `The bot is not in #${name} (${id}), so reports can’t be posted there.`,
      todo: `Write /invite @Teamrunde in #${name}.`,
    }
  }
  return { level: 'fine', what: `The bot is in #${name} (${id}).` }
}

function refused(id: string, error: string): Finding {
  if (error !== 'channel_not_found')
    return {
      level: 'wrong',
      what: `The channel ${id} could not be looked at: ${error}.`,
      todo: 'See the scopes above.',
    }
  return {
    level: 'wrong',
    what: `The bot sees no channel ${id}: there is none, or it is private and the bot is not in it.`,
    todo: 'Copy the id from the channel’s details in Slack (it begins with C), and write /invite @Teamrunde in the channel.',
  }
}
