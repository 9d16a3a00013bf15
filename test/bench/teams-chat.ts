/** Teams as the bench's company lives in it. */
import type { Chat } from './chat-company.ts'

export const TENANT = '5eed0000-0000-4000-8000-000000000001'
export const APP = { id: '5eed0000-0000-4000-8000-000000000002', password: 'secret-of-the-bench' }

const objectId = (person: number): string => `5eed0000-0000-4000-9000-${String(person).padStart(12, '0')}`

export const teamsChat: Chat = {
  name: 'teams',
  identity: (person) => `${TENANT}/${objectId(person)}`,
  channel: (team) => `19:bench${team}@thread.tacv2`,
  conversation: (identity) => `a:${identity.split('/')[1]!}`,
  reference: (conversation, count) => ({ conversation, activity: String(1_796_000_000_000 + count) }),
}
