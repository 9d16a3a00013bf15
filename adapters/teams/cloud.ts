/** Which of Microsoft's clouds the bot speaks with: the public one, that of the US government, or one described by hand. Names as in botbuilder's configuration. */
export interface CloudOptions {
  /** `https://botframework.azure.us` for the US government; empty for the public cloud. */
  channelService?: string | undefined
  /** Where the bot signs in: `https://login.microsoftonline.com/<tenant>`. */
  toChannelFromBotLoginUrl?: string | undefined
  toChannelFromBotOAuthScope?: string | undefined
  toBotFromChannelTokenIssuer?: string | undefined
  toBotFromChannelOpenIdMetadataUrl?: string | undefined
  /** For a conversation that nobody has been heard in yet. */
  serviceUrl?: string | undefined
}

export interface Cloud {
  loginUrl: string
  scope: string
  issuer: string
  metadataUrl: string
  /** For a conversation that nobody has been heard in yet. */
  serviceUrl: string
}

const PUBLIC: Cloud = {
  loginUrl: 'https://login.microsoftonline.com/',
  scope: 'https://api.botframework.com',
  issuer: 'https://api.botframework.com',
  metadataUrl: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
  serviceUrl: 'https://smba.trafficmanager.net/teams/',
}

export const US_GOVERNMENT = 'https://botframework.azure.us'

const GOVERNMENT: Cloud = {
  loginUrl: 'https://login.microsoftonline.us/',
  scope: 'https://api.botframework.us',
  issuer: 'https://api.botframework.us',
  metadataUrl: 'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
  serviceUrl: 'https://smba.infra.gcc.teams.microsoft.com/teams',
}

/** What is not said by hand is that of the cloud; botbuilder itself would want all or nothing. */
export function cloudOf(options: CloudOptions, tenant: string): Cloud {
  const base = options.channelService === US_GOVERNMENT ? GOVERNMENT : PUBLIC
  return {
    loginUrl: options.toChannelFromBotLoginUrl ?? `${base.loginUrl}${tenant}`,
    scope: options.toChannelFromBotOAuthScope ?? base.scope,
    issuer: options.toBotFromChannelTokenIssuer ?? base.issuer,
    metadataUrl: options.toBotFromChannelOpenIdMetadataUrl ?? base.metadataUrl,
    serviceUrl: options.serviceUrl ?? base.serviceUrl,
  }
}
