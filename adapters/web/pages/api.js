/** Talks to `/playground/api`, and turns a refusal into a sentence in the person's language. */
import { hasText, text } from './texts.js'

export class ApiProblem extends Error {
  /** @param {string} code @param {string} message */
  constructor(code, message) {
    super(hasText(`problem.${code}`) ? text(`problem.${code}`) : message)
    this.code = code
  }
}

/** @param {string} path @param {Record<string, string>} query */
export const ask = (path, query) => request(`${path}?${new URLSearchParams(query)}`, {})

/**
 * Acts carry an id, so that one which is sent again after a broken connection is not done twice.
 * @param {string} path
 * @param {Record<string, unknown>} body
 */
export const send = (path, body) =>
  request(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

/** @param {string} path @param {RequestInit} init */
async function request(path, init) {
  const response = await fetch(`/playground/api/${path}`, init).catch(() => {
    throw new ApiProblem('unreachable', 'unreachable')
  })
  const body = await response.json().catch(() => ({}))
  if (!response.ok) throw new ApiProblem(body.error?.code ?? 'fault', body.error?.message ?? text('problem.fault'))
  return body
}

export const newId = () => crypto.randomUUID()
