/**
 * Who may talk to the playground: a page or script on this very machine. A page from elsewhere can make a browser send requests here, by a
 * form (its Origin tells) or by a name that points to this machine (the Host tells).
 */
import { problem } from './problems.ts'

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i

/** @throws Problem 403 unless Host is a name of this machine and Origin is absent or the page's own */
export function guard(host: string | undefined, origin: string | undefined): void {
  if (host === undefined || !LOOPBACK.test(host))
    throw problem(
      403,
      'not-here',
      'The playground answers on this machine only: open it as http://localhost or http://127.0.0.1.',
    )
  if (origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`)
    throw problem(
      403,
      'foreign-page',
      'This came from a page of another site, and only the playground\u2019s own page may ask.',
    )
}
