/** People in a card: a mention that Teams tells them of, or a link into a chat with them where they are not there to be told. */
import type { Inline } from '#message'
import type { MentionEntity } from './element.ts'
import { disarmed } from './plain.ts'

type Mention = Extract<Inline, { type: 'mention' }>

export interface Mentions {
  /** What stands for the person in a TextBlock, or null for whoever is not in Teams. */
  tag(mention: Mention): string | null
  readonly entities: MentionEntity[]
}

/** The mentions of one card. Two people of one name get tags of their own; what people wrote is never such a tag, since it holds no `<` with a letter. */
export function createMentions(): Mentions {
  const entities: MentionEntity[] = []
  const tagFor = (name: string): string => {
    const tag = (text: string): string => `<at>${text}</at>`
    const plain = disarmed(name).replaceAll('\n', ' ')
    let count = 1
    while (entities.some(({ text }) => text === tag(count === 1 ? plain : `${plain} ${count}`))) count += 1
    return tag(count === 1 ? plain : `${plain} ${count}`)
  }
  return {
    entities,
    tag({ member, name }) {
      const id = personIn(member)
      if (id === null) return null
      const known = entities.find(({ mentioned }) => mentioned.id === id)
      if (known) return known.text
      const text = tagFor(name)
      entities.push({ type: 'mention', text, mentioned: { id, name } })
      return text
    },
  }
}

/** The engine hands on a mention with the person's id on the platform, `tenant/object id`; whoever is not in Teams is called by name. */
export function personIn(member: string): string | null {
  return /^[^/]+\/([^/]+)$/.exec(member)?.[1] ?? null
}

/** https://learn.microsoft.com/en-us/microsoftteams/platform/concepts/build-and-test/deep-link-teams, read 2026-11-30. */
export const chatWith = (users: string[]): string => `https://teams.microsoft.com/l/chat/0/0?users=${users.join(',')}`

/** Microsoft's page promises it for sign-in names; a card knows only object ids. */
export const chatLink = (person: string): string => chatWith([userOf(person)])

export const userOf = (objectId: string): string => `8:orgid:${encodeURIComponent(objectId)}`
