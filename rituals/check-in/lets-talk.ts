/** A blocker that stays is told to those who lead, with a first sentence to begin a talk with. */
import { bold, buttons, italic, mention, paragraph, type Outcome, type Post, type Reader } from '#ritual'
import { personIn, type CheckInView } from './answers.ts'
import { openTooLong, type LongBlocker } from './blockers.ts'

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

function nudge({ person, told }: LongBlocker, { t }: Reader) {
  return {
    summary: t('talk.summary', { name: person.name }),
    blocks: [
      paragraph(t.rich('talk.nudge', { name: [bold(person.name)] })),
      ...told.map(({ date, text }) =>
        paragraph([italic(t('talk.told', { date: t.date(date) })), { type: 'plain' as const, text: `\n${text}` }]),
      ),
      buttons({ action: 'lets-talk', label: t('button.lets-talk'), style: 'primary', value: person.id }),
    ],
  }
}

/** @param member whose blocker it is */
export function letsTalk(view: CheckInView, { t }: Reader, member: string | undefined): Outcome {
  const person = member === undefined ? null : personIn(view, member)
  if (!person) return { do: 'notice', message: { summary: t('talk.gone'), blocks: [paragraph(t('talk.gone'))] } }
  return {
    do: 'notice',
    message: {
      summary: t('talk.how-summary', { name: person.name }),
      blocks: [
        paragraph(t.rich('talk.how', { person: [mention(person)] })),
        paragraph([italic(t('talk.opening', { name: person.name }))]),
      ],
    },
  }
}
