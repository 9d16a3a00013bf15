/** The keys of a double's Bot Framework, and the tokens that it signs with them. */
import { createPrivateKey, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto'
import type { Json } from './card-check.ts'

export interface Keys {
  kid: string
  private: KeyObject
  /** As it stands in a key set, with the channels it may speak for. */
  public: Json
}

export function newKeys(endorsements: string[] = ['msteams']): Keys {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const kid = randomUUID()
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' })
  return {
    kid,
    private: createPrivateKey(pem),
    public: { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256', x5t: kid, endorsements },
  }
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A token as Bot Framework signs it. */
export function signedToken(keys: Keys, claims: Json, header: Json = {}): string {
  const head = part({ typ: 'JWT', alg: 'RS256', kid: keys.kid, x5t: keys.kid, ...header })
  const body = `${head}.${part(claims)}`
  return `${body}.${sign('RSA-SHA256', Buffer.from(body), keys.private).toString('base64url')}`
}
