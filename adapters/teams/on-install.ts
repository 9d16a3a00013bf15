/** The app comes and goes, in somebody's own chat or in a team, and people come and go in teams. Teams tells of an install in two ways and more than once. */
import type { Reply } from '#platform'
import type { Activity } from './activity.ts'
import { tenantOf } from './activity.ts'
import type { Contact } from './contacts.ts'
import { baseOf, personId } from './ids.ts'
import { actorOf, eventId, isAlone } from './incoming.ts'
import type { Reception } from './reception.ts'
import { saidIn } from './replies.ts'
import { sceneOf } from './scene.ts'

/** `installationUpdate`: `add` and `remove`, `add-upgrade` and `remove-upgrade` for a new version. */
export async function onInstallation(hall: Reception, activity: Activity): Promise<void> {
  if (activity.action === 'remove') return onGone(hall, activity)
  if (activity.action?.startsWith('add')) await onHere(hall, activity)
}

/** `conversationUpdate`: members, the bot among them, and channels. */
export async function onConversation(hall: Reception, activity: Activity): Promise<void> {
  const { membersAdded = [], membersRemoved = [], recipient, channelData } = activity
  const isBot = ({ id }: { id?: string | undefined }): boolean => id !== undefined && id === recipient?.id
  if (membersRemoved.some(isBot)) return onGone(hall, activity)
  if (channelData?.eventType === 'channelDeleted' && channelData.channel?.id !== undefined) {
    return hall.contacts.remove(channelData.channel.id)
  }
  if (membersAdded.some(isBot)) await onHere(hall, activity)
  else await hall.contacts.note(activity)
  await onPeople(
    hall,
    activity,
    'joined',
    membersAdded.filter((each) => !isBot(each)),
  )
  await onPeople(hall, activity, 'left', membersRemoved)
}

async function onGone(hall: Reception, activity: Activity): Promise<void> {
  if (isAlone(activity)) return void (await hall.contacts.note(activity, false))
  const here = baseOf(activity.conversation?.id ?? '')
  const team = activity.channelData?.team?.id
  for (const { conversation, details } of await hall.contacts.all()) {
    if (conversation === here || (team !== undefined && details.team === team)) await hall.contacts.remove(conversation)
  }
}

async function onHere(hall: Reception, activity: Activity): Promise<void> {
  if (!isAlone(activity)) return onTeam(hall, activity)
  const conversation = baseOf(activity.conversation?.id ?? '')
  // Both ways of telling come at the same moment.
  if (hall.installing.has(conversation)) return
  hall.installing.add(conversation)
  try {
    const before = await hall.contacts.find(conversation)
    const contact = await hall.contacts.note(activity, true)
    if (contact !== null && before?.details.installed !== true) await welcome(hall, activity)
  } finally {
    hall.installing.delete(conversation)
  }
}

/** What waits for them comes by itself; this is the card that says who is there now. */
async function welcome(hall: Reception, activity: Activity): Promise<void> {
  const actor = actorOf(activity)
  if (actor === null) return
  hall.learn(activity, actor)
  const id = eventId(activity)
  hall.after(async () => {
    await hall.people.profile(actor.person).catch(() => null)
    await hall.handle({ ...actor, type: 'roster', change: 'reachable', id })
    const ask = (): Promise<Reply> => hall.handle({ ...actor, type: 'home', id: `${id}.home` })
    const reply = await ask()
    if (reply.type === 'home') return hall.replies.tell(reply.message, sceneOf(hall, activity, actor, null))
    // Whoever is named in the manifest is found meanwhile, and welcomed by the house itself.
    await hall.time.wait(MEETING)
    const again = await ask()
    const said = again.type === 'home' ? null : saidIn(again)
    if (said) await hall.replies.tell(said, sceneOf(hall, activity, actor, null))
  })
}

/** Milliseconds in which the house finds out who somebody is. */
const MEETING = 8000

/** A team shows all of its channels at once, so that whichever the manifest names is known. */
async function onTeam(hall: Reception, activity: Activity): Promise<void> {
  const contact = await hall.contacts.note(activity)
  if (contact === null) return
  const { team, serviceUrl } = contact.details
  if (team !== undefined) {
    hall.after(async () => {
      for (const channel of await hall.calls.look(serviceUrl, team, (to) => to.channels(team))) {
        await hall.contacts.save({ conversation: channel, person: null, details: contact.details })
      }
      await onPeople(hall, activity, 'joined', [{}])
    })
  } else await onPeople(hall, activity, 'joined', [{}])
}

/** Rosters are a whole team's: somebody in it is in every channel of it. */
async function onPeople(
  hall: Reception,
  activity: Activity,
  change: 'joined' | 'left',
  people: { aadObjectId?: string | undefined }[],
): Promise<void> {
  const tenant = tenantOf(activity)
  if (tenant === undefined || people.length === 0 || isAlone(activity)) return
  const channels = await channelsOf(hall, activity)
  for (const { aadObjectId } of people) {
    const person = personId(tenant, aadObjectId ?? '')
    for (const channel of channels) {
      const id = `${eventId(activity)} ${person} ${channel}`
      await hall.handle({ platform: 'teams', person, type: 'roster', id, change, channel })
    }
  }
}

async function channelsOf(hall: Reception, { conversation, channelData }: Activity): Promise<string[]> {
  const here = [baseOf(conversation?.id ?? ''), channelData?.channel?.id, channelData?.team?.id]
  const team = channelData?.team?.id
  const all = team === undefined ? [] : await hall.contacts.all()
  const others = all.filter((contact: Contact) => contact.details.team === team).map((contact) => contact.conversation)
  return [...new Set([...here, ...others].filter((id) => id !== undefined && id !== ''))] as string[]
}
