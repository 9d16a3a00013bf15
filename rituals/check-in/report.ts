/** What the team reads: one post with what matters, and everyone's own words in its thread. */
import {
  bold,
  bullets,
  heading,
  instant,
  note,
  paragraph,
  plain,
  shortened,
  type Block,
  type Message,
  type Post,
  type Reader,
  type RichText,
} from '#ritual'
import { absences } from './absence.ts'
import { personIn, textIn, type CheckInView, type Given } from './answers.ts'
import { blockersToday } from './blockers.ts'
import { questionsOf } from './questions.ts'
import { topicBlocks, topicsOf } from './topic.ts'

/** So much of a blocker stands on top; all of it stands in the thread. */
const BLOCKER_MAX = 300
/** Fewer moods than this have no mean that is nobody's. */
const MOODS_MIN = 3

export function teamPosts(view: CheckInView): Post[] {
  return [
    { key: 'report', to: 'channel', message: (reader) => overview(view, reader, true) },
    ...known(view).map((given): Post => ({
      key: `answer:${given.member}`,
      to: 'channel',
      under: 'report',
      message: (reader) => ({
        summary: reader.t('report.answer-summary', { name: nameOf(view, given) }),
        blocks: answerBlocks(view, given, reader),
      }),
    })),
    { key: 'observers', to: 'observers', message: (reader) => allInOne(view, reader) },
  ]
}

function overview(view: CheckInView, reader: Reader, inThread = false): Message {
  const { t } = reader
  const { name } = view.ritual
  const count = standing(view).length
  const counted = count === 0 ? t('report.none') : t('report.answers', { count })
  const where = count > 0 && inThread ? [t('report.in-thread')] : []
  const away = absences(view, t)
  return {
    summary: t('report.summary', { name, counted }),
    blocks: [
      heading(t('report.title', { name, date: t.date(view.occurrence.date) })),
      ...blockersOnTop(view, reader),
      ...topicBlocks(view, reader),
      paragraph([[counted, ...where].join(' '), ...moodLine(view, reader)].join('\n')),
      ...(away.length > 0 ? [note(away.join(' '))] : []),
    ],
  }
}

/** Observers have no thread of their own, so they get it in one piece. */
function allInOne(view: CheckInView, reader: Reader): Message {
  const { summary, blocks } = overview(view, reader)
  const answers = standing(view).flatMap((given): Block[] => [
    { type: 'divider' },
    ...answerBlocks(view, given, reader),
  ])
  return { summary, blocks: [...blocks, ...answers] }
}

const answerBlocks = (view: CheckInView, given: Given, reader: Reader): Block[] => [
  paragraph(headOf(view, given, reader)),
  ...(given.withdrawn ? [] : wordsOf(view, given, reader)),
]

function blockersOnTop(view: CheckInView, { t }: Reader): Block[] {
  const blockers = blockersToday(view)
  if (blockers.length === 0) return []
  const items = blockers.map(({ person, text }): RichText => [
    bold(person.name),
    plain(`: ${shortened(text, BLOCKER_MAX)}`),
  ])
  return [paragraph([bold(t('report.blockers'))]), bullets(items)]
}

function moodLine(view: CheckInView, { t }: Reader): string[] {
  const moods = view.state.given.flatMap(({ mood }) => (mood === null ? [] : [mood]))
  if (!view.ritual.options.mood || moods.length < MOODS_MIN) return []
  const mean = moods.reduce((sum, mood) => sum + mood, 0) / moods.length
  return [t('report.mood', { mean: t.number(mean, 1) })]
}

/** Who speaks; and when, if that was after the report. */
function headOf(view: CheckInView, given: Given, reader: Reader): RichText {
  const name = bold(nameOf(view, given))
  if (given.withdrawn) return [name, plain(` · ${reader.t('report.withdrawn')}`)]
  const at = given.late ? given.at : given.changedAt
  if (at === null) return [name]
  const mark = reader.t.rich(given.late ? 'report.late' : 'report.changed', { at: [timeOf(at, view, reader)] })
  return [name, plain(' · '), ...mark]
}

function timeOf(at: string, view: CheckInView, { zone }: Reader) {
  const day = Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDate().toString()
  return instant(at, day === view.occurrence.date ? 'time' : 'weekday-time')
}

/** Moods stay out: only their mean is shown. */
function wordsOf(view: CheckInView, given: Given, { t }: Reader): Block[] {
  const words = [...questionsOf(view.ritual.options, t), ...topicsOf(view, t)].flatMap(({ id, title }) => {
    const text = textIn(given.answers, id)
    return text === null ? [] : [paragraph([bold(title), plain(`\n${text}`)])]
  })
  return words.length > 0 ? words : [paragraph(t('report.nothing'))]
}

/** An answer whose author left the team, and whom nobody here can name any more, is not shown. */
const known = (view: CheckInView): Given[] => view.state.given.filter(({ member }) => personIn(view, member) !== null)

const standing = (view: CheckInView): Given[] => known(view).filter(({ withdrawn }) => !withdrawn)

const nameOf = (view: CheckInView, { member }: Given): string => personIn(view, member)?.name ?? member
