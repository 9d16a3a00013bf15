/** Slack as the bench's company lives in it. */
import type { Chat } from './chat-company.ts'

export const TEAM = 'T0BENCH01'

export const slackChat: Chat = {
  name: 'slack',
  identity: (person) => `${TEAM}/U0P${String(person).padStart(6, '0')}`,
  channel: (team) => `C0TEAM${team}`,
  conversation: (identity) => `D${identity.split('/U')[1]!}`,
  reference: (channel, count) => ({ channel, ts: `1796000000.${String(count).padStart(6, '0')}` }),
}
