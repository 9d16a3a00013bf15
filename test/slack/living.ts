/** People who live with the bot in Slack: they press what is offered, fill in what opens, type commands and look at their Home tab, as a generator decides. */
import { NotSendable, type Filling } from './filling.ts'
import type { SlackStory as WholeStory } from './house.ts'
import { buttonsIn, fieldsIn, type ShownField } from './reading.ts'
import type { Json, Person } from './world.ts'

export type Draw = () => number

type SlackStory = Pick<WholeStory, 'slack' | 'settle'>

const WORDS = [
  'Übergabe Filiale Ost',
  '<!channel> <@U1> *fett* _x_ `y` & <b>',
  'a'.repeat(3000),
  '👩‍👩‍👧‍👦 مرحبا\nzweite Zeile',
  ':smile: > Zitat',
  '=1+1',
]

const COMMANDS = [
  '',
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
  'export',
  'zusagen',
  'unsinn',
]

const pick = <T>(items: readonly T[], draw: Draw): T => items[Math.floor(draw() * items.length)]!

/** One moment of one person. */
export async function live(story: SlackStory, person: Person, draw: Draw): Promise<void> {
  const acts = story.slack.as(person)
  const what = draw()
  if (what < 0.1) await acts.openHome()
  else if (what < 0.2) await acts.command(pick(COMMANDS, draw))
  else if (what < 0.3 && acts.home()) await pressOne(acts.home()!.blocks, (id) => acts.pressHome(id), draw)
  else await pressNewest(story, person, draw)
  await calm(story)
  for (let tries = 0; acts.hasForm() && tries < 4; tries += 1) {
    await fill(story, person, draw)
    await calm(story)
  }
  while (acts.hasForm()) await acts.closeForm()
}

async function pressNewest({ slack }: SlackStory, person: Person, draw: Draw): Promise<void> {
  const acts = slack.as(person)
  const offered = acts
    .inbox()
    .filter(({ blocks }) => buttonsIn(blocks).length > 0)
    .slice(-4)
  if (offered.length === 0) return
  const message = pick(offered, draw)
  await pressOne(message.blocks, (id) => acts.press(id, message), draw)
}

async function pressOne(
  blocks: Parameters<typeof buttonsIn>[0],
  press: (id: string) => Promise<unknown>,
  draw: Draw,
): Promise<void> {
  const all = buttonsIn(blocks)
  // Leaving is for a few: whoever has left has little to press.
  const found = all.filter(({ element }) => !/leave|forget/.test(String(element['action_id'])) || draw() < 0.05)
  if (found.length > 0) await press(String(pick(found, draw).element['action_id']))
}

async function fill({ slack }: SlackStory, person: Person, draw: Draw): Promise<void> {
  const acts = slack.as(person)
  const fields = fieldsIn(acts.form().blocks)
  if (fields.length === 0 || acts.form()['submit'] === null) return acts.closeForm()
  const fillings = Object.fromEntries(fields.map((field) => [field.block, fillingOf(field, draw)]))
  try {
    await acts.submit(fillings)
  } catch (error) {
    if (!(error instanceof NotSendable)) throw error
    await acts.closeForm()
  }
}

function fillingOf({ element, optional }: ShownField, draw: Draw): Filling {
  if (optional && draw() < 0.3) return null
  const options = (element['options'] ?? []) as { value: string }[]
  switch (element['type']) {
    case 'plain_text_input':
      return pick(WORDS, draw).slice(0, Number((element as Json)['max_length'] ?? 3000))
    case 'datepicker':
      return String(element['initial_date'] ?? '2026-12-23')
    case 'timepicker':
      return '10:30'
    case 'checkboxes':
    case 'multi_static_select':
      return [pick(options, draw).value]
    default:
      return pick(options, draw).value
  }
}

/** Until the bot has said what it had to say to what was done; the clock stands. */
async function calm(story: SlackStory): Promise<void> {
  const { journal } = story.slack
  let before = -1
  while (journal.calls.length + journal.responses.length !== before) {
    before = journal.calls.length + journal.responses.length
    await story.settle()
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
