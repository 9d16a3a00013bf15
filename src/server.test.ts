/** Too much at once is turned away at the door, with the word when to come again; whoever watches over the program still gets an answer. */
import type { ServerResponse } from 'node:http'
import { expect, it, vi } from 'vitest'
import { MOST_INSIDE, startServer } from './server.ts'

it('lets so many requests in, turns the next away, and lets others in when somebody has left', async () => {
  const inside: ServerResponse[] = []
  const server = await startServer(
    '127.0.0.1',
    0,
    [{ prefix: '/', listener: (_, response) => inside.push(response) }],
    {
      ready: async () => true,
    },
  )
  const url = `http://127.0.0.1:${server.port}`
  const send = () => fetch(`${url}/slack/events`, { method: 'POST', body: 'an answer' })
  const letIn = Array.from({ length: MOST_INSIDE }, send)
  try {
    await vi.waitFor(() => expect(inside).toHaveLength(MOST_INSIDE))

    const turnedAway = await send()
    expect([turnedAway.status, turnedAway.headers.get('retry-after')]).toEqual([503, '1'])
    expect(await turnedAway.text()).toBe('too much at once\n')
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    expect(inside).toHaveLength(MOST_INSIDE)

    inside[0]!.end()
    await Promise.race(letIn)
    const next = send()
    await vi.waitFor(() => expect(inside).toHaveLength(MOST_INSIDE + 1))
    inside.at(-1)!.end('kept')
    expect(await (await next).text()).toBe('kept')
  } finally {
    for (const response of inside) response.end()
    await Promise.all(letIn)
    await server.close(1000)
  }
})
