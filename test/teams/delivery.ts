/** How Teams brings to the bot what people do: signed, and with five seconds for an answer to whatever waits for one. */
import { randomUUID } from 'node:crypto'
import type { Json } from './card-check.ts'
import type { Journal } from './journal.ts'
import { type Keys, signedToken } from './keys.ts'
import { ISSUER } from './rest.ts'
import type { World } from './world.ts'

export interface Answer {
  /** 0: no answer in time, or nobody there. */
  status: number
  body: Json | null
}

export interface PostOffice {
  world: World
  journal: Journal
  keys: () => Keys
  address: () => string
  running: Set<Promise<unknown>>
}

/** Milliseconds that somebody waits before a press. */
const DEADLINE = 5000

/** A token as Bot Framework makes it for this activity. */
export const claimsFor = ({ app }: World, serviceUrl: string): Json => {
  const now = Math.floor(Date.now() / 1000)
  return { iss: ISSUER, aud: app.id, nbf: now - 5, exp: now + 3600, serviceurl: serviceUrl, jti: randomUUID() }
}

export function deliver(office: PostOffice, activity: Json, token?: string | null): Promise<Answer> {
  const work = bring(office, activity, token).finally(() => office.running.delete(work))
  office.running.add(work)
  return work
}

async function bring(
  { world, journal, keys, address }: PostOffice,
  activity: Json,
  token?: string | null,
): Promise<Answer> {
  const bearer = token === undefined ? signedToken(keys(), claimsFor(world, String(activity['serviceUrl']))) : token
  const begun = performance.now()
  const answer = await post(address(), activity, bearer)
  const milliseconds = performance.now() - begun
  journal.deliveries.push({ at: world.now(), activity, milliseconds, ...answer })
  journal.happened()
  if (token === undefined && answer.status !== 200)
    world.complaints.push(`somebody saw that it did not work: ${answer.status}`)
  return answer
}

async function post(address: string, activity: Json, bearer: string | null): Promise<Answer> {
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
      },
      body: JSON.stringify(activity),
      signal: AbortSignal.timeout(DEADLINE),
    })
    const text = await response.text()
    return { status: response.status, body: text === '' ? null : (JSON.parse(text) as Json) }
  } catch {
    return { status: 0, body: null }
  }
}
