/** Retrospective: what went well, what did not, and who does what about it by when. In a thread, or beside a meeting. */
import { defineRitual, paragraph, type FormSpec, type Outcome, type Reader } from '#ritual'
import { changeForms, changeItemForm, itemForm, mayChange, mayNote, promises } from './action-items.ts'
import { calendar } from './appointment.ts'
import { BALLOT_BYTES, cardsForm, checkCards, sealedForm } from './cards-form.ts'
import { channelPosts } from './channel.ts'
import { draw, isFacilitator, ROUNDS } from './facilitator.ts'
import { checkGroup, groupForm, merge, splitForm } from './grouping.ts'
import { handOverForm, mayHandOver, mayTakeOver, takeOverForm } from './hand-over.ts'
import { options, type Options } from './options.ts'
import { personalPosts } from './personal-posts.ts'
import { phases, softEnd } from './phases.ts'
import { prompt, reminder } from './prompt.ts'
import { report } from './report.ts'
import { starts } from './starts.ts'
import { FORM, initial, reduce, type RetroView, type State } from './state.ts'
import { tally, type Tally } from './tally.ts'
import { checkVotes, isVoteUseful, votesForm } from './votes.ts'

type Spec = FormSpec<Options, State, Tally>

/** Sent by name, by whom `may` says, while the retro is open; `may` is asked of everyone who takes part. */
const named = (rest: Pick<Spec, 'build'> & Partial<Spec>): Spec => ({
  roles: ['member', 'leader'],
  sealed: false,
  late: false,
  ...rest,
})

const takesPart = (view: RetroView, { me }: Reader): boolean => view.participants.some(({ id }) => id === me?.id)

/** In an anonymous retro nobody but a leader sends cards with a name on them, late ones neither. */
const mayName = ({ ritual }: RetroView, { me }: Reader): boolean => !ritual.options.anonymous || me?.role === 'leader'

const maySort = (view: RetroView, { me }: Reader): boolean => view.phase === 'group' && isFacilitator(view, me)

const open = (form: string): Outcome => ({ do: 'open', form })

const notice = (text: string): Outcome => ({ do: 'notice', message: { summary: text, blocks: [paragraph(text)] } })

export default defineRitual<Options, State, Tally>({
  kind: 'retro',
  options,
  privacy: 'optional',
  unseals: ({ anonymous }) => (anonymous ? 'collect' : null),
  ballotBytes: BALLOT_BYTES,
  defaults: { window: '2d', reminder: '1d' },
  asks: ({ anonymous, leaderTakesPart }) => ({
    member: anonymous ? FORM.sealed : FORM.cards,
    ...(leaderTakesPart && { leader: FORM.cards }),
  }),
  phases,
  scope: 'team',
  // Whose turn it is follows from the drawings; these tell where the floor was handed on.
  remembers: 6,
  initial,
  reduce,
  forms: {
    [FORM.cards]: named({ late: true, may: mayName, build: cardsForm, check: checkCards }),
    [FORM.sealed]: { roles: ['member'], sealed: true, late: false, build: sealedForm, check: checkCards },
    [FORM.group]: named({ may: maySort, build: groupForm, check: checkGroup }),
    [FORM.split]: named({ may: maySort, build: splitForm }),
    [FORM.votes]: named({
      may: (view, reader) => view.phase === 'vote' && isVoteUseful(view) && takesPart(view, reader),
      build: votesForm,
      check: checkVotes,
    }),
    [FORM.handOver]: named({ may: mayHandOver, build: handOverForm }),
    [FORM.takeOver]: named({ may: mayTakeOver, build: takeOverForm }),
    [FORM.action]: named({ late: true, may: mayNote, build: itemForm }),
    ...Object.fromEntries(
      changeForms.map(([key, form]) => [form, named({ late: true, may: mayChange(key), build: changeItemForm(key) })]),
    ),
  },
  prompt,
  reminder,
  drawing: { remembers: ROUNDS, draw, open: true },
  looks: (view) => [softEnd(view)].filter((at) => at !== null),
  promises,
  starts,
  calendar,
  announce: (view) => [...channelPosts(view), ...personalPosts(view)],
  report,
  actions: {
    vote: () => open(FORM.votes),
    group: () => open(FORM.group),
    split: () => open(FORM.split),
    merge,
    'hand-over': () => open(FORM.handOver),
    'take-over': (_view, { t, me }) =>
      me?.role === 'leader' ? notice(t('floor.for-team')) : { do: 'answer', form: FORM.takeOver, answers: {} },
    'end-phase': ({ phase }, { t }, value) =>
      value === phase ? { do: 'end-phase', form: FORM.handOver } : notice(t('floor.moved-on')),
    note: () => open(FORM.action),
    'change-item': (_view, { t }, value) =>
      changeForms.some(([, form]) => form === value) ? open(value!) : notice(t('item.gone')),
  },
  commands: {},
  tally,
})
