/** What came of the last step: asked of the leader before the poll closes and with the report, told to the team at the top of its own. */
import { bold, buttons, paragraph, plain, type Block, type Form, type Reader, type RichText, type Speak } from '#ritual'
import { type How, lastPlan, type Outcome, OUTCOMES, outcomeForm, type Plan, type PulseView } from './state.ts'

const NOTE_MAX = 300
const DEFAULT_DAYS = 7

/** The form that a press opens; a made-up value counts as done. */
export const outcomeFormOf = (value: string | undefined): string =>
  outcomeForm(OUTCOMES.find((how) => how === value) ?? 'done')

/** Built without a look at the past: what is checked when it comes back must be what was opened. */
export function outcomeFields(view: PulseView, { t, zone }: Reader, how: How): Form {
  const today = Temporal.Instant.from(view.now).toZonedDateTimeISO(zone).toPlainDate()
  const by = {
    name: 'by',
    type: 'date' as const,
    label: t('outcome.by'),
    required: true,
    min: today.toString(),
    initial: today.add({ days: DEFAULT_DAYS }).toString(),
  }
  return {
    title: t('outcome.title'),
    submit: t('outcome.submit'),
    intro: [plain(t('outcome.intro'))],
    fields: [
      ...(how === 'not-yet' ? [by] : []),
      { name: 'note', type: 'long', label: t(`outcome.note.${how}`), max: NOTE_MAX },
    ],
  }
}

/** To the leader: what they meant to do, and what came of it or three ways to say so. Empty when there is nothing to ask. */
export function outcomeForLeader(view: PulseView, t: Speak, leader: string): Block[] {
  const plan = lastPlan(view, leader)
  if (!plan) return []
  const outcome = view.state.outcomes[leader]
  const before = paragraph(t.rich('plan.before', told(t, plan)))
  return outcome ? [before, said(t, outcome)] : [before, ...question(t)]
}

/** Above the prediction, while the poll is open: so that the next report can begin with it. */
export function outcomeAsked(view: PulseView, t: Speak, leader: string): Block[] {
  return view.state.outcomes[leader] ? [] : outcomeForLeader(view, t, leader)
}

const question = (t: Speak): Block[] => [
  paragraph(t('outcome.ask')),
  buttons(
    ...OUTCOMES.map((how) => ({
      action: 'outcome',
      label: t(`outcome.button.${how}`),
      value: how,
      opens: 'form' as const,
    })),
  ),
]

const told = (t: Speak, { what, by }: Plan): { what: string; by: string } => ({ what, by: t.date(by) })

/** "Done.", "Not yet; now by Thursday", "You leave it", and the leader's own words. */
function said(t: Speak, { how, note, by }: Outcome): Block {
  const line = t(`outcome.said.${how}`, by === null ? {} : { by: t.date(by) })
  return paragraph([bold(line), ...remark(t, note)])
}

const remark = (t: Speak, note: string | null): RichText =>
  note === null ? [] : [plain(` ${t('outcome.remark', { note })}`)]

/** To the team, of each leader: "you said, we did"; what is not done stays a promise with its date, or is said to be dropped. */
export function youSaidWeDid(view: PulseView, t: Speak): Block[] {
  return view.team.leaders.flatMap((leader) => {
    const plan = lastPlan(view, leader.id)
    if (!plan) return []
    const outcome = view.state.outcomes[leader.id]
    if (outcome?.how === 'done') {
      const done = t('outcome.team', { leader: leader.name, what: plan.what })
      return [paragraph([plain(done), ...remark(t, outcome.note)])]
    }
    const promised = paragraph(t.rich('plan.team', { leader: leader.name, ...told(t, plan) }))
    return outcome ? [promised, said(t, outcome)] : [promised]
  })
}
