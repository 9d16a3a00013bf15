/** `views.*`: modals opened on a trigger, and Home tabs. */
import { complaintsAboutView } from './block-check.ts'
import { type Call, mayText, type Method, needText, structure } from './call.ts'
import { named } from './chat.ts'
import { checkMentions } from './markup-check.ts'
import { Refusal, refusalWith } from './refusal.ts'
import type { BlockJson, Json, OpenView, World } from './world.ts'

/** Milliseconds for which a trigger is good. */
const TRIGGER = 3000
const DEEPEST = 3

export const open: Method = (call) => {
  const person = spend(call)
  const view = openView(call.world, viewOf(call, 'modal'), null)
  call.world.modals.set(person, [view])
  return { view: viewJson(call.world, view) }
}

export const push: Method = (call) => {
  const person = spend(call)
  return { view: viewJson(call.world, pushOn(call.world, person, viewOf(call, 'modal'))) }
}

export const update: Method = (call) => {
  const { world, args } = call
  const id = mayText(args, 'view_id')
  const external = mayText(args, 'external_id')
  const view = [...[...world.modals.values()].flat(), ...world.homes.values()].find((each) =>
    id === undefined ? each.external_id === external && external !== undefined : each.id === id,
  )
  if (view === undefined) throw new Refusal('not_found')
  const hash = mayText(args, 'hash')
  if (hash !== undefined && hash !== view.hash) throw new Refusal('hash_conflict')
  replaceView(world, view, viewOf(call, view.type))
  return { view: viewJson(world, view) }
}

export const publish: Method = (call) => {
  const { world, args } = call
  const person = world.people.get(needText(args, 'user_id'))
  if (person === undefined || person.kind === 'bot') throw new Refusal('user_not_found')
  const standing = world.homes.get(person.id)
  const hash = mayText(args, 'hash')
  if (hash !== undefined && hash !== standing?.hash) throw new Refusal('hash_conflict')
  const view = openView(world, viewOf(call, 'home'), null)
  world.homes.set(person.id, standing ? { ...view, id: standing.id, root_view_id: standing.id } : view)
  return { view: viewJson(world, world.homes.get(person.id)!) }
}

/** @returns whose trigger it was; it is good once, and for three seconds */
function spend({ world, args }: Call): string {
  const trigger = world.triggers.get(needText(args, 'trigger_id'))
  if (trigger === undefined) throw new Refusal('invalid_trigger_id')
  if (trigger.used) throw new Refusal('exchanged_trigger_id')
  if (world.now() - trigger.at > TRIGGER) throw new Refusal('expired_trigger_id')
  trigger.used = true
  return trigger.person
}

function viewOf({ world, args }: Call, type: 'modal' | 'home'): Json {
  return checkedView(world, structure(args, 'view'), type)
}

/** @throws Refusal with everything that is wrong with it */
export function checkedView(world: World, view: unknown, type: 'modal' | 'home'): Json {
  if (typeof view !== 'object' || view === null)
    throw refusalWith('invalid_arguments', ['missing required field: view'])
  if (!('type' in view) || view.type !== type) throw refusalWith('invalid_arguments', [`type must be ${type}`])
  const complaints = complaintsAboutView(view as Json)
  if (complaints.includes('view_too_large')) throw new Refusal('view_too_large')
  if (complaints.length > 0) throw refusalWith('invalid_arguments', complaints)
  checkMentions(world, 'blocks' in view ? view.blocks : [])
  return view as Json
}

export function pushOn(world: World, person: string, view: Json): OpenView {
  const stack = world.modals.get(person) ?? []
  if (stack.length === 0) throw new Refusal('view_not_found')
  if (stack.length >= DEEPEST) throw new Refusal('push_limit_reached')
  const pushed = openView(world, view, stack.at(-1)!)
  world.modals.set(person, [...stack, pushed])
  return pushed
}

function openView(world: World, view: Json, under: OpenView | null): OpenView {
  const external = String(view['external_id'] ?? '')
  const others = [...world.modals.values()].flat()
  if (external !== '' && others.some((each) => each.external_id === external))
    throw new Refusal('duplicate_external_id')
  const id = world.newId('V')
  return {
    callback_id: '',
    private_metadata: '',
    clear_on_close: false,
    notify_on_close: false,
    close: null,
    submit: null,
    ...view,
    type: view['type'] as 'modal' | 'home',
    id,
    hash: `${world.newTs()}.hash`,
    blocks: named(world, view['blocks'] as BlockJson[]),
    external_id: external,
    root_view_id: under?.root_view_id ?? id,
    previous_view_id: under?.id ?? null,
  }
}

export function replaceView(world: World, view: OpenView, next: Json): void {
  const { id, root_view_id, previous_view_id } = view
  Object.assign(view, openView(world, next, null), { id, root_view_id, previous_view_id })
}

/** A view as Slack tells of it. */
export function viewJson(world: World, view: OpenView, values: Json = {}): Json {
  return {
    ...view,
    team_id: world.team.id,
    app_id: world.app,
    app_installed_team_id: world.team.id,
    bot_id: world.botId,
    state: { values },
  }
}
