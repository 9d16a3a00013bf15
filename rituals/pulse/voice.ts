/** Week 13's two questions more: whether people would recommend the team, and a comment. Sealed into the same ballot as the statements. */
import { bullets, note, paragraph, plain, type Answers, type Block, type Form, type Reader, type Speak } from '#ritual'
import { asksAll } from './instrument.ts'
import { seal } from './forms.ts'
import type { PulseView } from './state.ts'
import { enps, recommendations, SHOWN_FROM } from './statistics/enps.ts'
import type { Tally } from './tally.ts'
import { signed } from './wording.ts'

export const VOICE = 'voice'

/** In UTF-16 units, at most three bytes each: beside ten statements no more fits into a ballot's box (`src/engine/ballot-box.ts`). */
export const COMMENT_MAX = 120

/** Fewer answers show no comment at all: in a smaller group it is too easy to guess who writes like that. */
export const COMMENTS_FROM = 10

const SCALE = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]

export function voice(view: PulseView, { t }: Reader): Form {
  return {
    title: t('voice.title'),
    submit: t('ballot.submit'),
    intro: [plain(`${t('voice.intro')} `), ...seal(view, t)],
    fields: [
      {
        name: 'recommend',
        type: 'scale',
        label: t('voice.recommend'),
        steps: SCALE.map((value) => ({ value, label: t.number(value) })),
        abstain: t('step.cannot-judge'),
      },
      { name: 'comment', type: 'long', label: t('voice.comment'), hint: t('voice.style'), max: COMMENT_MAX },
      {
        name: 'publish',
        type: 'choice',
        many: true,
        label: t('voice.publish'),
        options: [{ value: 'yes', label: t('voice.publish-yes') }],
      },
    ],
  }
}

/** What is kept of it: how often each number was given, and the comments that may be shown, without any link to a ballot. */
export interface Voices {
  /** 11 counts, from 0 to 10; null below thirty answers. */
  recommend: number[] | null
  comments: string[]
}

/** Null in the weeks that don't ask for it. What may not be shown is not kept either. */
export function voicesOf(ballots: Answers[], number: number): Voices | null {
  if (!asksAll(number)) return null
  const given = ballots.map(({ recommend }) => recommend).filter((value) => typeof value === 'number')
  const counts = SCALE.map((step) => given.filter((value) => value === step).length)
  return { recommend: given.length < SHOWN_FROM ? null : counts, comments: commentsOf(ballots) }
}

/** By the alphabet: an order that says nothing of who wrote, or when, or what else they answered. */
function commentsOf(ballots: Answers[]): string[] {
  if (ballots.length < COMMENTS_FROM) return []
  const shared = ballots.filter(({ publish }) => Array.isArray(publish) && publish.includes('yes'))
  const texts = shared.flatMap(({ comment }) => (typeof comment === 'string' && comment.trim() !== '' ? [comment] : []))
  return texts.toSorted((one, other) => (one < other ? -1 : 1))
}

export function voiceBlocks(t: Speak, { n, voices }: Tally): Block[] {
  if (!voices) return []
  return [...recommended(t, voices), ...commented(t, n, voices)]
}

function recommended(t: Speak, { recommend }: Voices): Block[] {
  const { score, error, low, high, n } = enps(recommendations(recommend ?? SCALE.map(() => 0)))
  if (recommend === null || score === null) return [note(t('voice.few', { from: SHOWN_FROM }))]
  const [net, least, most] = [score, low, high].map((value) => signed(t, Math.round(value)))
  return [paragraph(t('voice.enps', { net: net!, low: least!, high: most!, error: Math.round(error), n }))]
}

function commented(t: Speak, n: number, { comments }: Voices): Block[] {
  if (n < COMMENTS_FROM) return [note(t('voice.no-comments', { from: COMMENTS_FROM }))]
  if (comments.length === 0) return []
  return [paragraph(t('voice.comments')), bullets(comments.map((text) => [plain(text)]))]
}
