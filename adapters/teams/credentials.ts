/** Who the bot is, to Microsoft: an app with a secret in its tenant, or a managed identity; or, on a developer's own machine, nobody. */
import { createRequire } from 'node:module'
import type * as Msal from '@azure/msal-node' with { 'resolution-mode': 'require' }
import {
  JwtTokenProviderFactory,
  ManagedIdentityServiceClientCredentialsFactory,
  MsalServiceClientCredentialsFactory,
  PasswordServiceClientCredentialFactory,
  type ServiceClientCredentialsFactory,
} from 'botframework-connector'
import { SetupError } from '#platform'
import type { Cloud } from './cloud.ts'

export interface Registration {
  /** The app (client) id; without one nothing is signed. */
  appId: string | null
  password?: string | undefined
  type: 'SingleTenant' | 'MultiTenant' | 'UserAssignedMSI'
}

/** The copy that botframework-connector itself has loaded. */
const { ConfidentialClientApplication } = createRequire(import.meta.url)('@azure/msal-node') as typeof Msal

/** Microsoft's own directory of multi-tenant bots. */
export const BOTS_TENANT = 'botframework.com'

export function credentialsOf({ appId, password, type }: Registration, cloud: Cloud): ServiceClientCredentialsFactory {
  if (appId === null) return new PasswordServiceClientCredentialFactory('', '')
  if (type === 'UserAssignedMSI') {
    return new ManagedIdentityServiceClientCredentialsFactory(appId, new JwtTokenProviderFactory())
  }
  if (password === undefined) throw new SetupError('Microsoft Teams needs MicrosoftAppPassword, the client secret.')
  const authority = cloud.loginUrl
  const auth = {
    clientId: appId,
    clientSecret: password,
    authority,
    // Otherwise MSAL asks Microsoft's public cloud whether there is such an authority.
    knownAuthorities: [new URL(authority).host],
  }
  return new MsalServiceClientCredentialsFactory(appId, new ConfidentialClientApplication({ auth }))
}
