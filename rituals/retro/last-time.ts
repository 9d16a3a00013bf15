/** What was agreed on before: a retro begins with what came of it. */
import { buttons, paragraph, plain, bold, type Block, type Promised, type Reader, type RichText } from '#ritual'
import { itemLine, whatWords } from './action-items.ts'
import { personIn } from './cards.ts'
import type { RetroView } from './state.ts'

/** So many stand in the opening; the rest is in `promises`. */
const MOST = 10
const MOST_OWN = 3

/** What nobody looks after any more is brought up once, by the next retro. */
const earlier = (view: RetroView): Promised[] =>
  view.promises.filter(
    (each) =>
      each.occurrence !== view.occurrence.id &&
      (!isOrphaned(view, each) || each.occurrence === view.history[0]?.occurrence.id),
  )

const isOrphaned = (view: RetroView, { owner, state }: Promised): boolean =>
  state === 'open' && personIn(view, owner) === null

const linesOf = (view: RetroView, reader: Reader, some: Promised[]): RichText[] =>
  some.map((promised) => itemLine(view, { ...promised, what: promised.text }, reader))

/** Everyone's, with what came of them; empty where nothing was agreed on. */
export function lastTime(view: RetroView, reader: Reader): Block[] {
  const { t } = reader
  const all = earlier(view)
  if (all.length === 0) return []
  const kept = all.filter(({ state }) => state === 'kept' || state === 'late').length
  const more = all.length - MOST
  const orphaned = all.some((each) => isOrphaned(view, each))
  return [
    paragraph([bold(t('last-time.title')), plain(` ${t('last-time.kept', { kept, count: all.length })}`)]),
    { type: 'list', items: linesOf(view, reader, all.slice(0, MOST)) },
    ...(more > 0 ? [paragraph(t('last-time.more', { count: more }))] : []),
    ...(orphaned ? [paragraph(t('last-time.orphaned'))] : []),
  ]
}

/** The reader's own open ones, each with one tap to say what came of it. */
export function ownOpen(view: RetroView, reader: Reader): Block[] {
  const { t, me } = reader
  const own = earlier(view).filter(({ owner, state }) => owner === me?.id && state === 'open')
  if (own.length === 0) return []
  return [
    paragraph([bold(t('last-time.yours'))]),
    ...own
      .slice(0, MOST_OWN)
      .flatMap((promised): Block[] => [
        paragraph(t.rich('promise.nudge.by', { date: t.date(promised.due), what: whatWords(promised, reader) })),
        buttons(
          { action: 'promise-kept', label: t('tap.promise-kept'), value: promised.id },
          { action: 'promise-move', label: t('tap.promise-move'), value: promised.id },
          { action: 'promise-dropped', label: t('tap.promise-dropped'), value: promised.id },
        ),
      ]),
  ]
}
