/** What the bot itself says, by living through a few days of a company and asking it everything that can be asked. */
import type { Form, Message } from '#message'
import type { Language, Reply } from '#platform'
import { commandsOf } from '../../src/engine/commands/table.ts'
import { companyOf } from '../commands/company.ts'
import { databases } from '../databases.ts'
import { type Story, tell } from '../house.ts'
import { LANGUAGES } from './scenes.ts'

export interface Said {
  messages: { message: Message; where: string }[]
  forms: { form: Form; where: string }[]
}

/** A member, a leader, an admin. */
const PEOPLE = ['ana', 'lead', 'birte']

export async function engineSays(): Promise<Said> {
  const said: Said = { messages: [], forms: [] }
  await using story = await tell(databases[0]!, { manifest: companyOf(), now: '2026-11-30T08:00' })
  await story.to('2026-12-04T12:30')
  for (const message of story.platform.standing.values())
    said.messages.push({ message: message.message, where: `standing in ${message.conversation} (de)` })
  for (const language of LANGUAGES) for (const person of PEOPLE) await ask(story, said, person, language)
  return said
}

async function ask(story: Story, said: Said, person: string, language: Language): Promise<void> {
  const keep = (reply: Reply, what: string): void => {
    const where = `${what}: ${person} (${language})`
    if (reply.type === 'form') said.forms.push({ form: reply.form, where })
    if ('message' in reply) said.messages.push({ message: reply.message, where })
  }
  keep(await story.send({ type: 'home', person, language }), 'home')
  // What a ritual's name makes of a command differs with who asks, hardly with the language.
  const rests = language === 'de' ? ['', ' morning'] : ['']
  for (const { name, words } of [...commandsOf(story.house.rituals), HELP])
    for (const rest of rests)
      keep(
        await story.send({ type: 'command', person, language, conversation: null, text: words[language][0]! + rest }),
        name + rest,
      )
}

const HELP = { name: 'help', words: { de: ['hilfe'], en: ['help'] } }
