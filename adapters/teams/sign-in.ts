/** Takes a token, to see whether the bot may: at the start, and for the doctor. */
import type { ServiceClientCredentialsFactory } from 'botframework-connector'
import { faultName, SetupError } from '#platform'
import type { Cloud } from './cloud.ts'
import { failureIn, isShutOut } from './errors.ts'

/** @throws SetupError in words */
export async function signIn(appId: string, credentials: ServiceClientCredentialsFactory, cloud: Cloud): Promise<void> {
  try {
    const signer = await credentials.createCredentials(appId, cloud.scope, cloud.loginUrl, true)
    await (signer as { getToken?(): Promise<string> }).getToken?.()
  } catch (fault) {
    throw setupError(fault)
  }
}

function setupError(fault: unknown): SetupError {
  const { code } = failureIn(fault)
  if (isShutOut(fault)) {
    return new SetupError(
      `Microsoft does not let the bot sign in (${code}). Look at MicrosoftAppId, MicrosoftAppPassword and MicrosoftAppTenantId, or at the managed identity.`,
    )
  }
  return new SetupError(`Microsoft could not be reached (${code || faultName(fault).fault}). Look at the network.`)
}
