/** What is wrong with a Slack set-up, in words, and what to do about each: tokens, scopes, clock, channels, people. Changes nothing in Slack. */
import type { Expectation, Finding } from '#platform'
import { type Answered, type Call, slackCalls } from './doctor-calls.ts'
import { channelFindings } from './doctor-channels.ts'
import { peopleFindings } from './doctor-people.ts'
import { NEEDED, USEFUL } from './scopes.ts'

export interface SlackKeys {
  botToken: string
  /** For Socket Mode. */
  appToken?: string | undefined
  /** For HTTP. */
  signingSecret?: string | undefined
  apiUrl?: string | undefined
}

const API = 'https://slack.com/api/'

/** Seconds. Slack's signatures are refused beyond five minutes. */
const NOTICEABLE = 60
const REFUSED = 300

const fine = (what: string): Finding => ({ level: 'fine', what })
const look = (what: string, todo: string): Finding => ({ level: 'look', what, todo })
const wrong = (what: string, todo: string): Finding => ({ level: 'wrong', what, todo })

/** Never throws: whatever keeps it from looking is a finding. */
export async function examine(keys: SlackKeys, expectation: Expectation): Promise<Finding[]> {
  const apiUrl = keys.apiUrl ?? API
  const call = slackCalls(apiUrl, keys.botToken)
  const begun = expectation.now().epochMilliseconds
  const answered = await call('auth.test').catch((error: unknown) => unreachable(apiUrl, error))
  if ('level' in answered) return [answered]
  const clock = clockFinding(answered, begun, expectation.now().epochMilliseconds)
  if (!answered.body.ok) return [tokenFinding(String(answered.body.error)), ...clock]
  return [
    fine(`The bot is @${String(answered.body['user'])} in ${String(answered.body['team'])}.`),
    ...clock,
    ...scopeFindings(answered),
    ...(await connectionFindings(keys, apiUrl)),
    ...(await attempted('channels', () => channelFindings(call, expectation.channels))),
    ...(await attempted('people', () => peopleFindings(call, String(answered.body['team_id']), expectation.people))),
  ]
}

/** One part that can't be looked at must not hide the others. */
async function attempted(part: string, work: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await work()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return [wrong(`The ${part} could not be looked at: ${reason}.`, 'Put the findings above right, then try again.')]
  }
}

function unreachable(apiUrl: string, error: unknown): Finding {
  const reason = error instanceof Error ? error.message : String(error)
  return wrong(
    `Slack can’t be reached at ${apiUrl}: ${reason}.`,
    'Look at the network and at SLACK_API_URL. Behind a proxy, set HTTPS_PROXY and NODE_USE_ENV_PROXY=1.',
  )
}

const REINSTALL =
  'In the app’s settings, open OAuth & Permissions, install the app to the workspace, and copy the bot token to SLACK_BOT_TOKEN.'

function tokenFinding(error: string): Finding {
  const known: Record<string, string> = {
    invalid_auth: 'Slack does not know the bot token',
    not_authed: 'Slack did not see a bot token',
    not_allowed_token_type: 'SLACK_BOT_TOKEN holds another kind of token',
    token_revoked: 'The bot token has been revoked',
    token_expired: 'The bot token has expired',
    account_inactive: 'The app has been removed from the workspace',
  }
  return wrong(`${known[error] ?? `Slack refuses the bot token: ${error}`}.`, REINSTALL)
}

/** The clock here against the middle of the time the answer took. */
function clockFinding({ headers }: Answered, begun: number, ended: number): Finding[] {
  const theirs = Date.parse(headers.get('date') ?? '')
  if (Number.isNaN(theirs)) return []
  const skew = Math.round(((begun + ended) / 2 - theirs) / 1000)
  const seconds = Math.abs(skew)
  if (seconds < NOTICEABLE) return [fine('The clock of this machine agrees with Slack’s.')]
  const what = `The clock of this machine is ${seconds} seconds ${skew > 0 ? 'ahead of' : 'behind'} Slack’s.`
  const todo = 'Let the machine set its clock by NTP.'
  return [seconds < REFUSED ? look(what, todo) : wrong(`${what} Slack’s requests are taken for old ones.`, todo)]
}

function scopeFindings({ headers }: Answered): Finding[] {
  const granted = (headers.get('x-oauth-scopes') ?? '').split(',').map((scope) => scope.trim())
  const missing = Object.keys(NEEDED).filter((scope) => !granted.includes(scope))
  const wished = Object.keys(USEFUL).filter((scope) => !granted.includes(scope))
  const reading = granted.filter((scope) => /^(channels|groups):history$/.test(scope))
  const add = 'Add it under OAuth & Permissions (manifest/slack.json has them all), then reinstall the app.'
  return [
    ...missing.map((scope) => wrong(`The scope ${scope} is missing: the bot needs it ${NEEDED[scope]}.`, add)),
    ...(missing.length === 0 ? [fine('All scopes that the bot needs are granted.')] : []),
    ...wished.map((scope) => fine(`Optional: with the scope ${scope} the bot could ${USEFUL[scope]}.`)),
    ...reading.map((scope) =>
      look(
        `The scope ${scope} lets the bot read what people write in channels. It never does.`,
        'Take it away under OAuth & Permissions, and reinstall the app.',
      ),
    ),
  ]
}

async function connectionFindings({ appToken, signingSecret }: SlackKeys, apiUrl: string): Promise<Finding[]> {
  if (appToken !== undefined) return [await socketFinding(slackCalls(apiUrl, appToken, 0))]
  // Slack never says whether a signing secret is right; its shape is all that can be seen from here.
  return /^[0-9a-f]{32}$/.test(signingSecret ?? '')
    ? [fine('HTTP mode: Slack sends to /slack/events at the public address of this bot.')]
    : [
        look(
          'SLACK_SIGNING_SECRET does not look like one: it has 32 characters from 0 to 9 and a to f.',
          'Copy it again from Basic Information in the app’s settings.',
        ),
      ]
}

async function socketFinding(call: Call): Promise<Finding> {
  const todo =
    'In Basic Information, make an app-level token with the scope connections:write, and copy it to SLACK_APP_TOKEN.'
  try {
    const { body } = await call('apps.connections.open')
    if (body.ok) return fine('Socket Mode: the app token opens connections.')
    return wrong(`Slack refuses the app token: ${body.error}.`, todo)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    // Slack lets few connections be opened in a minute, and the bot itself may just have opened some.
    return look(`Socket Mode could not be tried: ${reason}.`, 'Try again in a minute.')
  }
}
