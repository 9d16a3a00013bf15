/**
 * A form filled in as somebody might. Leaders see their team in a better light than their staff do, which is what the sample company is
 * there to show; people and statements differ among themselves, and noise comes on top.
 */
import type { Field, Form } from '#message'
import { hash, pick } from './seeded.ts'
import { linesFor } from './simulate-lines.ts'
import type { WorkspacePerson } from './workspace.ts'

export interface Simulated {
  leads: boolean
  person: WorkspacePerson
  random: () => number
}

/** The wire value of "cannot judge" (`ABSTAIN` of the forms). */
const ABSTAIN = 'abstain'

type Raw = string | string[] | number | null

export function fillForm(form: Form, who: Simulated): Record<string, Raw> {
  return Object.fromEntries(form.fields.map((field) => [field.name, fillField(field, who)]))
}

function fillField(field: Field, who: Simulated): Raw {
  switch (field.type) {
    case 'short':
    case 'long':
      return writeLine(field, who)
    case 'scale':
      return chooseStep(field, who)
    case 'choice':
      return chooseOption(field, who)
    case 'member':
      return pick(field.options, who.random)?.value ?? null
    case 'date':
      return field.min ?? field.max ?? (typeof field.initial === 'string' ? field.initial : null)
    case 'time':
      return '10:00'
  }
}

type Of<Type extends Field['type']> = Extract<Field, { type: Type }>

/** What came along from last time is often left as it stands; what hinders is rarely named. */
function writeLine(field: Of<'short' | 'long'>, { person, random }: Simulated): string | null {
  const keep = random() < 0.4
  if (keep && typeof field.initial === 'string') return field.initial
  const { lines, often } = linesFor(field.name, person.language)
  if (!field.required && random() >= often) return null
  const fitting = lines.filter((line) => line.length <= field.max)
  return pick(fitting, random) ?? (field.required ? '…'.slice(0, field.max) : null)
}

/** Between 0 and 1: how good things look to this person, on this statement, today. */
function mood(about: string, { leads, person, random }: Simulated): number {
  const trait = (hash(person.id) % 1000) / 1000 - 0.5
  const statement = (hash(about) % 1000) / 1000 - 0.5
  const noise = random() - 0.5
  const lean = (leads ? 0.78 : 0.49) + (leads ? 0.1 : 0.35) * trait + 0.22 * statement + 0.45 * noise
  return Math.min(1, Math.max(0, lean))
}

function chooseStep(field: Of<'scale'>, who: Simulated): Raw {
  if (field.abstain !== undefined && who.random() < (who.leads ? 0.02 : 0.07)) return ABSTAIN
  const steps = field.steps.toSorted((a, b) => a.value - b.value)
  return steps[Math.round(mood(field.name, who) * (steps.length - 1))]?.value ?? null
}

function chooseOption(field: Of<'choice'>, who: Simulated): Raw {
  const option = field.options[Math.round(mood(field.name, who) * (field.options.length - 1))]
  if (!option) return field.many ? [] : null
  return field.many ? [option.value] : option.value
}
