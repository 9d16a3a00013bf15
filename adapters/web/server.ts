/** The playground's part of the one http server: guards first, then the API and the page. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import type { Inbox } from '#platform'
import { answerFault, problem } from './problems.ts'
import type { Groups } from './groups.ts'
import type { Workspace } from './workspace.ts'

/** Told of a fault, and of the request it happened in (`POST /playground/api/clock`). */
export type FaultReport = (fault: unknown, request: string) => void

/** What every route needs. `inbox` gives null before the start and after the stop. */
export interface Ground {
  workspace: Workspace
  groups: Groups
  inbox: () => Inbox | null
  report: FaultReport
}

export function createListener(ground: Ground): (request: IncomingMessage, response: ServerResponse) => void {
  const app = createApp(ground)
  const listen = getRequestListener(app.fetch)
  return (request, response) => void listen(request, response)
}

export function createApp(ground: Ground): Hono {
  const app = new Hono()
  app.notFound(() => answerFault(problem(404, 'no-such-page', 'There is nothing at this address.')))
  app.onError((fault, c) => {
    ground.report(fault, `${c.req.method} ${c.req.path}`)
    return answerFault(fault)
  })
  return app
}
