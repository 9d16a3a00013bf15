/**
 * Where the bot signs in: Microsoft's token endpoint, over https as MSAL wants it, with a certificate that belongs to this double alone. A process of its own
 * trusts it by NODE_EXTRA_CA_CERTS, this one by `trustLogin`.
 */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'

export const CERTIFICATE = join(import.meta.dirname, 'login-certificate.pem')
const KEY = join(import.meta.dirname, 'login-key.pem')

export interface Login {
  /** `https://127.0.0.1:<port>/<tenant>` */
  url: string
  isOurs(header: string | undefined): boolean
  /** From now on the secret is wrong, and tokens are worth nothing. */
  shutOut(isShut: boolean): void
  close(): Promise<void>
}

export async function openLogin(tenant: string, app: { id: string; password: string }): Promise<Login> {
  trustLogin()
  const tokens = new Set<string>()
  const origin = { url: '' }
  let isShut = false

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url!, origin.url).pathname
    const answer = (status: number, body: object): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (path.endsWith('/.well-known/openid-configuration')) {
      return answer(200, {
        issuer: `${origin.url}/${tenant}/v2.0`,
        authorization_endpoint: `${origin.url}/${tenant}/oauth2/v2.0/authorize`,
        token_endpoint: `${origin.url}/${tenant}/oauth2/v2.0/token`,
        jwks_uri: `${origin.url}/${tenant}/keys`,
      })
    }
    const form = new URLSearchParams(await textOf(request))
    const isRight = form.get('client_id') === app.id && form.get('client_secret') === app.password && !isShut
    if (!isRight)
      return answer(401, {
        error: 'invalid_client',
        error_description: 'AADSTS7000215: Invalid client secret provided.',
      })
    const access_token = `bot-token-${randomUUID()}`
    tokens.add(access_token)
    answer(200, { token_type: 'Bearer', expires_in: 86_399, ext_expires_in: 86_399, access_token })
  }

  const server = createServer({ cert: readFileSync(CERTIFICATE), key: readFileSync(KEY) }, (request, response) => {
    serve(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  origin.url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    url: `${origin.url}/${tenant}`,
    isOurs: (header) => !isShut && tokens.has(/^Bearer (.+)$/.exec(header ?? '')?.[1] ?? ''),
    shutOut(value) {
      isShut = value
    },
    async close() {
      server.closeAllConnections()
      await new Promise<void>((resolve) => void server.close(() => resolve()))
    },
  }
}

function trustLogin(): void {
  const own = readFileSync(CERTIFICATE, 'utf8')
  const known = getCACertificates('default')
  if (!known.some((each) => each.trim() === own.trim())) setDefaultCACertificates([...known, own])
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
