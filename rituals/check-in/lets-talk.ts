/** A blocker that stays is told to those who lead, with a first sentence to begin a talk with. */
import {
  bold,
  buttons,
  italic,
  mention,
  paragraph,
  plain,
  type Message,
  type Outcome,
  type Person,
  type Post,
  type Reader,
} from '#ritual'
import { personIn, type CheckInView } from './answers.ts'
import { openTooLong, type LongBlocker } from './blockers.ts'

const VALUE_MAX = 200

/** Nobody is told of their own blocker: with the author among them, the other leaders are told one by one. */
export function leaderPosts(view: CheckInView): Post[] {
  return openTooLong(view).flatMap((blocker): Post[] => {
    const { leaders } = view.team
    const key = `blocker:${blocker.person.id}`
    const message: Post['message'] = (reader) => nudge(blocker, reader)
    if (!leaders.some(({ id }) => id === blocker.person.id)) return [{ key, to: 'leaders', message }]
    const others = leaders.filter(({ id }) => id !== blocker.person.id)
    return others.map(({ id }) => ({ key: `${key}:${id}`, to: { member: id }, message }))
  })
}

function nudge({ person, told }: LongBlocker, { t }: Reader): Message {
  return {
    summary: t('talk.summary', { name: person.name }),
    blocks: [
      paragraph(t.rich('talk.nudge', { name: [bold(person.name)] })),
      ...told.map(({ date, text }) => paragraph([italic(t('talk.told', { date: t.date(date) })), plain(`\n${text}`)])),
      buttons({
        action: 'lets-talk',
        label: t('button.lets-talk'),
        style: 'primary',
        value: valueFor(person),
      }),
    ],
  }
}

/** @param value whose blocker it is: the member's id, and their name after a blank */
export function letsTalk(view: CheckInView, { t }: Reader, value: string | undefined): Outcome {
  const person = personFrom(view, value ?? '')
  if (!person) return notice({ summary: t('talk.gone'), blocks: [paragraph(t('talk.gone'))] })
  return notice({
    summary: t('talk.how-summary', { name: person.name }),
    blocks: [
      paragraph(t.rich('talk.how', { person: [mention(person)] })),
      paragraph([italic(t('talk.opening', { name: person.name }))]),
    ],
  })
}

const notice = (message: Message): Outcome => ({ do: 'notice', message })

/** A leader's own view knows only the leader, so the button brings the name along. */
function valueFor({ id, name }: Person): string {
  const value = `${id} ${name}`
  return value.length > VALUE_MAX ? id : value
}

function personFrom(view: CheckInView, value: string): Pick<Person, 'id' | 'name'> | null {
  const [id = '', ...name] = value.split(' ')
  return personIn(view, id) ?? (name.length > 0 ? { id, name: name.join(' ') } : null)
}
