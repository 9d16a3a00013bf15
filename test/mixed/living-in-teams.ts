/** People who live with the bot in Teams: they press what is offered, fill in what opens, and write, as a generator decides. */
import type { Draw } from '../slack/living.ts'
import type { Json } from '../teams/card-check.ts'
import { actionsOn, type Filling, inputsOn, NotSendable } from '../teams/reading.ts'
import { type Person, seenBy } from '../teams/world.ts'
import type { MixedStory } from './house.ts'

const WORDS = [
  'Übergabe Filiale Ost',
  '<at>Alle</at> **fett** _x_ `y` & <b>',
  'a'.repeat(3000),
  '👩‍👩‍👧‍👦 مرحبا\nzweite Zeile',
  '=1+1',
]
const COMMANDS = [
  'heute',
  'today',
  'hilfe',
  'warum',
  'status',
  'plan',
  'privacy',
  'weg bis morgen',
  'zurück',
  'antworten',
  'zusagen',
  'unsinn',
]

const pick = <T>(items: readonly T[], draw: Draw): T => items[Math.floor(draw() * items.length)]!

/** One moment of one person. */
export async function liveInTeams(story: MixedStory, person: Person, draw: Draw): Promise<void> {
  const acts = story.teams.as(person)
  if (draw() < 0.2) await acts.write(pick(COMMANDS, draw))
  else await pressNewest(story, person, draw)
  await calm(story)
  for (let tries = 0; acts.hasDialog() && tries < 4; tries += 1) {
    await send(story, person, draw)
    await calm(story)
  }
  acts.closeDialog()
}

async function pressNewest({ teams }: MixedStory, person: Person, draw: Draw): Promise<void> {
  const acts = teams.as(person)
  const offered = acts
    .inbox()
    .map((message) => ({ message, actions: pressable(seenBy(teams.world, person.id, message) ?? {}, draw) }))
    .filter(({ actions }) => actions.length > 0)
    .slice(-4)
  if (offered.length === 0) return
  const { message, actions } = pick(offered, draw)
  await acts.press(String(pick(actions, draw)['title']), message)
}

/** Leaving is for a few: whoever has left has little to press. Forms that stand for themselves are filled in elsewhere. */
function pressable(card: Json, draw: Draw): Json[] {
  if (inputsOn(card).length > 0) return []
  return actionsOn(card).filter((action) => {
    const about = JSON.stringify(action['data'] ?? null)
    return action['type'] !== 'Action.OpenUrl' && (!/leave|forget/.test(about) || draw() < 0.05)
  })
}

async function send({ teams }: MixedStory, person: Person, draw: Draw): Promise<void> {
  const open = teams.world.dialogs.get(person.id)!
  const fillings = Object.fromEntries(inputsOn(open.card).map((input) => [String(input['id']), fillingOf(input, draw)]))
  try {
    await teams.as(person).submit(fillings)
  } catch (error) {
    if (!(error instanceof NotSendable)) throw error
    teams.as(person).closeDialog()
  }
}

function fillingOf(input: Json, draw: Draw): Filling {
  if (input['isRequired'] !== true && draw() < 0.3) return null
  const choices = ((input['choices'] ?? []) as Json[]).map(({ value }) => String(value))
  switch (input['type']) {
    case 'Input.Text':
      return pick(WORDS, draw).slice(0, Number(input['maxLength'] ?? 3000))
    case 'Input.Date':
      return String(input['value'] ?? '2026-12-23')
    case 'Input.Time':
      return '10:30'
    default:
      return choices.length === 0 ? null : input['isMultiSelect'] === true ? [pick(choices, draw)] : pick(choices, draw)
  }
}

/** Until the bot has said what it had to say to what was done; the clock stands. */
async function calm(story: MixedStory): Promise<void> {
  const { journal } = story.teams
  let before = -1
  while (journal.calls.length + journal.deliveries.length !== before) {
    before = journal.calls.length + journal.deliveries.length
    await story.settle()
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
