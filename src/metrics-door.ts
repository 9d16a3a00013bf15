/** `/metrics`: what was counted on the way, and how far behind things are right now. */
import type { House } from './engine/house.ts'
import { nowText } from './engine/house.ts'
import { overdueIn } from './engine/levels.ts'
import { fault } from './log.ts'
import type { Levels, Metrics } from './meter.ts'
import type { Door } from './server.ts'

export function metricsDoor(house: House, metrics: Metrics): Door {
  return {
    prefix: '/metrics',
    listener: (_request, response) => {
      void levelsOf(house)
        .then((levels) => metrics.text(levels))
        .then((text) => response.writeHead(200, { 'content-type': metrics.contentType }).end(text))
        .catch((error: unknown) => {
          house.log.error(fault(error), 'the metrics could not be told')
          response.writeHead(500).end()
        })
    },
  }
}

/** Null when the database does not answer: what has been counted is told all the same. */
async function levelsOf(house: House): Promise<Levels | null> {
  try {
    return { ...(await overdueIn(house.db, nowText(house))), jobs: await house.queue.depth() }
  } catch (error) {
    house.log.warn(fault(error), 'the database does not answer')
    return null
  }
}
