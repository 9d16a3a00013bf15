/** The door: a bounded body, whoever may knock, and an answer. What is not known is taken and forgotten, because Teams stops sending to a bot that complains. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type AdapterLog, faultName, readBody } from '#platform'
import { type Activity, activityIn } from './activity.ts'
import type { Refusal } from './authentication.ts'
import type { Answer } from './on-invoke.ts'

export interface Door {
  isOpen(): boolean
  /** Before anything is read. */
  knock(request: IncomingMessage): Refusal | null
  check(activity: Activity, request: IncomingMessage): Promise<Refusal | null>
  take(activity: Activity): Promise<Answer>
  log: AdapterLog
}

/** Bytes. What Teams sends is some kilobytes; a form with ten full answers less than 200. */
const MOST = 1_000_000

export function createListener(door: Door): (request: IncomingMessage, response: ServerResponse) => void {
  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST') return end(response, { status: 405 })
    if (!door.isOpen()) return end(response, { status: 503 })
    const unwelcome = door.knock(request)
    if (unwelcome) return refuse(response, unwelcome)
    const raw = await readBody(request, MOST)
    if (raw === null) return refuse(response, { status: 413, why: 'too much at once' })
    const activity = activityIn(raw)
    if (activity === null) return refuse(response, { status: 400, why: 'nothing that can be read' })
    const refusal = await door.check(activity, request)
    if (refusal) return refuse(response, refusal)
    end(response, await door.take(activity))
  }

  function refuse(
    response: ServerResponse,
    { status, why, tenant }: { status: number; why: string; tenant?: string | undefined },
  ): void {
    door.log.warn({ status, why, tenant }, 'a request to /api/messages was refused')
    end(response, { status })
  }

  return (request, response) => {
    serve(request, response).catch((fault: unknown) => {
      door.log.error(faultName(fault), 'what came from Teams could not be handled')
      end(response, { status: 500 })
    })
  }
}

/** The first answer counts. */
function end(response: ServerResponse, { status, body }: Answer): void {
  if (response.headersSent || response.destroyed) return
  if (status === 413) response.setHeader('connection', 'close')
  if (body === undefined) {
    response.writeHead(status)
    response.end()
    return
  }
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
  response.end(JSON.stringify(body))
}
