/**
 * A small ritual for stories about promises and calendars: whoever answers promises one thing a slot (`1`, `2` ...) to somebody or to the
 * team, and an appointment may be agreed on. It takes the place of the check-in.
 */
import { z } from 'zod'
import {
  buttons,
  type CalendarEntry,
  defineRitual,
  paragraph,
  type PromiseDraft,
  type Promised,
  type Reader,
  type Ritual,
  type View,
} from '#ritual'
import type { AnyRitual } from '../src/engine/discovery.ts'
import { manifestOf } from './stories/manifest.ts'

/** Every Monday at nine, for four hours. */
export const weekly = manifestOf(`
  - id: round
    kind: check-in
    team: service
    name: Runde
    schedule: { every: week, on: [mon], at: '09:00', window: 4h, reminder: none }
`)

const options = z.strictObject({})
type Options = z.output<typeof options>

interface State {
  promises: Record<string, PromiseDraft>
  /** Instants of appointments by their key, as somebody moved them. */
  moved: Record<string, string>
}

type PromisingView = View<Options, State>

/**
 * @param scope `group` shows what is between two people to whole views too
 * @param draw names of the people who are drawn together, by the number of the occurrence; without it nobody is
 */
export function promising(
  scope: Ritual<Options, State>['scope'] = 'team',
  draw?: (number: number) => string[],
): AnyRitual {
  const ritual = defineRitual<Options, State>({
    kind: 'check-in',
    options,
    privacy: 'named',
    defaults: { window: '4h', reminder: 'none' },
    asks: () => ({ member: 'promise', leader: 'promise' }),
    phases: () => [{ name: 'open', lasts: 'window' }],
    scope,
    remembers: 1,
    initial: () => ({ promises: {}, moved: {} }),
    reduce(state, { form, member, answers }) {
      if (form !== 'promise' || answers === null) return state
      const { slot, text, trigger, due, to, meet } = answers
      const key = `${member}/${String(slot)}`
      const { [key]: _, ...others } = state.promises
      const draft = { key, owner: member, to: said(to), text: String(text), trigger: said(trigger), due: String(due) }
      const promises = text === null ? others : { ...others, [key]: draft }
      return { promises, moved: meet === null ? state.moved : { ...state.moved, meet: String(meet) } }
    },
    forms: {
      promise: {
        roles: ['member', 'leader'],
        sealed: false,
        late: true,
        build: () => ({
          title: 'Zusage',
          submit: 'Senden',
          fields: [
            { type: 'short', name: 'slot', label: 'Slot', max: 10, initial: '1' },
            { type: 'long', name: 'text', label: 'Was', max: 3000 },
            { type: 'short', name: 'trigger', label: 'Wenn', max: 300 },
            { type: 'date', name: 'due', label: 'Bis', initial: '2026-12-11' },
            { type: 'short', name: 'to', label: 'Wem', max: 100 },
            { type: 'short', name: 'meet', label: 'Wann', max: 30 },
          ],
        }),
      },
    },
    prompt: (view, { me }) => ({
      summary: 'Runde',
      blocks: [
        paragraph(`Runde, ${me?.name}: ${listed(view.promises)}`),
        buttons({ action: 'answer', label: 'Antworten' }, ...view.promises.slice(0, 4).map(keptButton)),
      ],
    }),
    reminder: () => null,
    promises: (view) => Object.values(view.state.promises),
    calendar,
    announce: (view) => [{ key: 'now', to: 'channel', message: () => shown(view) }],
    report: () => [],
    actions: {},
    commands: {},
    ...(draw && {
      drawing: {
        remembers: 0,
        draw: (view, candidates) => {
          const names = draw(view.occurrence.number)
          const members = candidates.filter(({ name }) => names.includes(name)).map(({ id }) => id)
          return [{ key: 'two', members, facts: {} }]
        },
      },
    }),
  })
  return ritual as unknown as AnyRitual
}

const said = (value: unknown): string | null => (value === null || value === undefined ? null : String(value))

const listed = (promises: Promised[]): string =>
  promises.map(({ text, due, state, moved }) => `${text} bis ${due} (${state}, ${moved})`).join('; ') || 'nichts'

const keptButton = ({ id }: Promised) => ({ action: 'promise-kept', label: 'Erledigt', value: id })

const shown = (view: PromisingView) => ({
  summary: 'Runde',
  blocks: [paragraph(`Zusagen: ${listed(view.promises)}`)],
})

/** One at the opening, and one two days later unless it was moved. */
function calendar(view: PromisingView, { t, me }: Reader): CalendarEntry[] {
  const opens = view.occurrence.opensAt
  const later = new Date(Date.parse(opens) + 48 * 3_600_000).toISOString()
  return [
    { key: 'round', title: `${view.ritual.name}, ${me?.name}`, startsAt: opens, lasts: '15m', text: null },
    {
      key: 'meet',
      title: t.language === 'de' ? 'Gespräch; mit Komma, \\ und\nZeilen' : 'Talk',
      startsAt: view.state.moved['meet'] ?? later,
      lasts: '30m',
      text: view.phase === 'planned' ? null : 'Ort steht im Chat.',
    },
  ]
}
