/** HTML out of `hono/html`, kept synchronous: whatever is interpolated is escaped, unless it is markup itself. */
import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'

export type Markup = HtmlEscapedString

/** @throws TypeError when a value is a promise: nothing that is rendered here is waited for. */
export function markup(strings: TemplateStringsArray, ...values: unknown[]): Markup {
  const built = html(strings, ...values)
  if (built instanceof Promise) throw new TypeError('markup holds a promise')
  return built
}
