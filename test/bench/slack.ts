/** Slack: how fast answers are taken, and whether messages go out as fast as Slack lets them and never faster. */
import type { Result } from './result.ts'
import { slackAnswersBench } from './slack-answers.ts'
import { slackDeliveryBench } from './slack-delivery.ts'

export async function slackBench(): Promise<Result[]> {
  return [...(await slackAnswersBench()), ...(await slackDeliveryBench())]
}
