/**
 * The development switch: a client on this very machine speaks with the bot without signing in, such as the Microsoft 365 Agents Playground. Requests from
 * elsewhere are refused, and so are those of web pages, which a browser would send here by another name for this machine or without asking first.
 */
import type { IncomingMessage } from 'node:http'

const NAME = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i
const ADDRESS = /^(127(\.\d{1,3}){3}|::1|::ffff:127(\.\d{1,3}){3})$/

export function isFromHere({ headers, socket }: IncomingMessage): boolean {
  const isJson = /^application\/json\b/i.test(headers['content-type'] ?? '')
  return (
    isJson && headers.origin === undefined && NAME.test(headers.host ?? '') && ADDRESS.test(socket.remoteAddress ?? '')
  )
}

/** Nothing is sent to another machine either. */
export const isAddressHere = (serviceUrl: string | undefined): boolean =>
  NAME.test(URL.parse(serviceUrl ?? '')?.host ?? '')
