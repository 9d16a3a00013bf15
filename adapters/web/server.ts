/** The playground's part of the one http server: the guard first, then the API and the page. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { answerProblem } from './answers.ts'
import { createApi, METHODS } from './api.ts'
import { createFiles } from './files.ts'
import { createGround, type Foundation, type Ground } from './ground.ts'
import { guard } from './guard.ts'
import { showPage } from './page.ts'
import { Problem, problem } from './problems.ts'

export type Listener = (request: IncomingMessage, response: ServerResponse) => void

export function createListener(foundation: Foundation): Listener {
  const listen = getRequestListener(createApp(createGround(foundation)).fetch)
  return (request, response) => void listen(request, response)
}

export function createApp(ground: Ground): Hono {
  const app = new Hono()
  app.use(async (c, next) => {
    guard(c.req.header('host'), c.req.header('origin'))
    await next()
  })
  app.route('/playground/api', createApi(ground))
  app.get('/', (c) => showPage(ground, c))
  app.route('/playground', createFiles())
  app.notFound((c) => refuse(c.req.path, c.req.method))
  app.onError((fault, c) => {
    if (!(fault instanceof Problem)) ground.report(fault, `${c.req.method} ${c.req.path}`)
    return answerProblem(fault)
  })
  return app
}

const API = '/playground/api/'

/** What exists under another method is told apart from what does not exist. */
function refuse(path: string, method: string): Response {
  const name = path.startsWith(API) ? path.slice(API.length) : ''
  const allowed = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined
  if (allowed === undefined) return answerProblem(problem(404, 'no-such-page', 'There is nothing at this address.'))
  const fault = problem(405, 'wrong-method', `Use ${allowed} for "${name}", not ${method}.`)
  return answerProblem(fault, { allow: allowed })
}
