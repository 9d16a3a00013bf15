/** Where blocks stand, and what Slack shows there: charts and tables in messages alone. */
import type { types } from '@slack/bolt'
import type { ChartBlock } from './chart.ts'

export type Surface = 'message' | 'modal' | 'home'

/** The types package does not know charts yet. */
export type SlackBlock = types.KnownBlock | ChartBlock
