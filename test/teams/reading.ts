/** What somebody can do on a card: its actions and its inputs. */
import { elementsIn, type Json } from './card-check.ts'

export const actionsOn = (card: Json): Json[] =>
  elementsIn(card).filter(({ type }) => String(type).startsWith('Action.'))

export const inputsOn = (card: Json): Json[] => elementsIn(card).filter(({ type }) => String(type).startsWith('Input.'))

/** By its title, or by what its data names: `answer`, `decline`. */
export function actionOn(card: Json, wish: string): Json | undefined {
  const all = actionsOn(card)
  const words = (action: Json): unknown[] => {
    const data = (action['data'] ?? {}) as Json
    return [action['title'], data['action'], data['value'], data['form'], data['teamrunde']]
  }
  return all.find((action) => words(action).includes(wish))
}

export type Filling = string | number | string[] | null

/** Nobody could send this: the client itself would hold it back. */
export class NotSendable extends Error {
  override readonly name = 'NotSendable'
}

/**
 * What inputs bring back, as the client puts it together.
 * @param fillings by input id, by what the id ends with, or by label
 * @throws NotSendable, or when a filling fits no input
 */
export function valuesOf(card: Json, fillings: Record<string, Filling>): Json {
  const inputs = inputsOn(card)
  const fits = (input: Json, name: string): boolean =>
    [input['id'], input['label']].includes(name) || String(input['id']).endsWith(`.${name}`)
  for (const name of Object.keys(fillings)) {
    if (!inputs.some((input) => fits(input, name))) {
      throw new Error(`There is no input ${name}; there are ${inputs.map(({ id }) => id).join(', ')}.`)
    }
  }
  return Object.fromEntries(
    inputs.map((input) => {
      const name = Object.keys(fillings).find((each) => fits(input, each))
      const value = name === undefined ? (input['value'] ?? '') : textOf(fillings[name]!)
      check(input, String(value))
      return [String(input['id']), value]
    }),
  )
}

const textOf = (filling: Filling): string => (Array.isArray(filling) ? filling.join(',') : String(filling ?? ''))

function check(input: Json, value: string): void {
  if (input['isRequired'] === true && value === '') throw new NotSendable(`${String(input['id'])} is required`)
  const most = Number(input['maxLength'] ?? Infinity)
  if (value.length > most) throw new NotSendable(`${String(input['id'])} takes ${most} characters`)
  if (input['type'] !== 'Input.ChoiceSet' || value === '') return
  const choices = new Set(((input['choices'] ?? []) as Json[]).map((choice) => choice['value']))
  const chosen = input['isMultiSelect'] === true ? value.split(',') : [value]
  for (const each of chosen) if (!choices.has(each)) throw new NotSendable(`${String(input['id'])} has no ${each}`)
}
