/** How a leader's report ends: one step that can be begun at once where there is a ritual for it, and one dated action. */
import { bold, buttons, type Block, type Button, note, paragraph, plain, type Speak } from '#ritual'
import { type Focus, focusOf, rowsOf } from './comparison.ts'
import { suggestion } from './next-step.ts'
import { begunNow, startButton, startNote, type Step, stepFor } from './start-step.ts'
import { type Plan, predictionOf, type PulseView } from './state.ts'
import type { Tally } from './tally.ts'

export function nextStep(view: PulseView, tally: Tally, leader: string, t: Speak): Block[] {
  const focus = focusOf(rowsOf(view, tally, predictionOf(view.state, leader)))
  const step = stepFor(view, focus, leader)
  const plan = view.state.plans[leader]
  if (view.state.begun.length > 0) return [...begunNow(view, t, leader), ...planAfter(plan, t)]
  return plan ? planned(plan, step, focus, t) : suggested(step, focus, t)
}

function suggested(step: Step, focus: Focus, t: Speak): Block[] {
  const { place, fits, start } = step
  const idea = fits ? suggestion(t, focus) : t(`instead.${place}`)
  return [
    ...(fits ? [] : [note(t('start.instead'))]),
    paragraph([bold(t('step-heading')), plain(` ${idea}`)]),
    buttons(...starting(step, t), planning(start ? null : 'primary', fits ? undefined : place, t), other(t), {
      action: 'why-step',
      label: t('button.why-step'),
    }),
    start ? startNote(place, start, focus, t) : note(t('start.none')),
    note(t('start.date')),
  ]
}

/** What has a date may be begun all the same. */
const planned = (plan: Plan, step: Step, focus: Focus, t: Speak): Block[] => [
  told(t, plan),
  buttons(...starting(step, t), replan(t)),
  ...(step.start ? [startNote(step.place, step.start, focus, t)] : []),
]

/** What was begun wants a date too: by when the leader looks at what came of it. */
const planAfter = (plan: Plan | undefined, t: Speak): Block[] =>
  plan
    ? [told(t, plan), buttons(replan(t))]
    : [paragraph(t('begun.date')), buttons(planning('primary', undefined, t), other(t))]

const starting = ({ place, start }: Step, t: Speak): Button[] =>
  start ? [{ ...startButton(place, start, t), style: 'primary' }] : []

const planning = (style: 'primary' | null, value: string | undefined, t: Speak): Button => ({
  action: 'plan-step',
  label: t('button.plan'),
  ...(style && { style }),
  ...(value !== undefined && { value }),
  opens: 'form',
})

const other = (t: Speak): Button => ({ action: 'other-step', label: t('button.other') })

const replan = (t: Speak): Button => ({ action: 'plan-step', label: t('button.replan'), opens: 'form' })

const told = (t: Speak, { what, by }: Plan): Block => paragraph(t.rich('plan.now', { what, by: t.date(by) }))
