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
  app.all('/playground/api/:name', (c) => {
    throw refusal(c.req.param('name'), c.req.method)
  })
  app.get('/', (c) => showPage(ground, c))
  app.route('/playground', createFiles())
  app.notFound(() => answerProblem(problem(404, 'no-such-page', 'There is nothing at this address.')))
  app.onError((fault, c) => {
    if (!(fault instanceof Problem)) ground.report(fault, `${c.req.method} ${c.req.path}`)
    const method = METHODS[c.req.path.split('/').at(-1) ?? '']
    const wrongMethod = fault instanceof Problem && fault.status === 405 && method !== undefined
    return answerProblem(fault, wrongMethod ? { allow: method } : {})
  })
  return app
}

function refusal(name: string, method: string): Problem {
  const allowed = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined
  if (allowed === undefined) return problem(404, 'no-such-page', `The API has no "${name}".`)
  return problem(405, 'wrong-method', `Use ${allowed} for "${name}", not ${method}.`)
}
