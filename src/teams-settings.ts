import type { Env } from './env.ts'

/** Who the bot is to Microsoft, and in which cloud: what the start and the doctor both need. */
export const teamsSettings = (env: Env) => ({
  appId: env.MicrosoftAppId,
  password: env.MicrosoftAppPassword,
  type: env.MicrosoftAppType,
  tenant: env.MicrosoftAppTenantId,
  cloud: {
    channelService: env.ChannelService,
    toChannelFromBotLoginUrl: env.ToChannelFromBotLoginUrl,
    toChannelFromBotOAuthScope: env.ToChannelFromBotOAuthScope,
    toBotFromChannelTokenIssuer: env.ToBotFromChannelTokenIssuer,
    toBotFromChannelOpenIdMetadataUrl: env.ToBotFromChannelOpenIdMetadataUrl,
    serviceUrl: env.TEAMS_SERVICE_URL,
  },
})
