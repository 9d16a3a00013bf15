/** The address to which Teams brings what people do: whether it is one that Teams takes, and whether the bot answers there. */
import type { Finding } from '#platform'

const PATIENCE = 10_000

const ENDPOINT = 'Enter it in the Azure Bot under Configuration as the messaging endpoint.'
const PROXY = 'Let the reverse proxy pass /api/messages on to the bot, path and all.'

/** Knocks without a token, which the bot refuses. */
export async function addressFinding(address: string | undefined): Promise<Finding> {
  if (address === undefined) {
    return {
      level: 'look',
      what: 'TEAMRUNDE_URL is not set, so the address at which Teams reaches the bot is not known here.',
      todo: 'Set it to the https address of the bot. Teams brings everything to /api/messages below it.',
    }
  }
  const endpoint = `${address}/api/messages`
  if (!address.startsWith('https://')) {
    return {
      level: 'wrong',
      what: `Teams brings nothing to ${endpoint}: it wants https.`,
      todo: 'Put a reverse proxy with a certificate before the bot, and set TEAMRUNDE_URL to its address.',
    }
  }
  try {
    const { status } = await fetch(endpoint, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE),
    })
    return answered(endpoint, status)
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    return {
      level: 'look',
      what: `${endpoint} could not be reached from here: ${cause instanceof Error ? cause.message : String(cause)}.`,
      todo: `Start the bot and try again; look at the name and the certificate. ${PROXY}`,
    }
  }
}

function answered(endpoint: string, status: number): Finding {
  if (status === 401)
    return { level: 'fine', what: `The bot answers at ${endpoint}, and refuses whoever is not Teams. ${ENDPOINT}` }
  if (status >= 200 && status < 300)
    return {
      level: 'wrong',
      what: `Something at ${endpoint} takes messages of anybody.`,
      todo: 'That is not this bot, or it runs with TEAMS_UNAUTHENTICATED_LOOPBACK=1. Let the address lead to the bot that has the MicrosoftAppId.',
    }
  if (status >= 500)
    return {
      level: 'look',
      what: `${endpoint} answers with ${status}: the bot is not running behind it.`,
      todo: 'Start the bot, then try again.',
    }
  return { level: 'wrong', what: `${endpoint} answers with ${status}, so it does not lead to the bot.`, todo: PROXY }
}
