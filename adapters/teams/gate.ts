/** Whether Microsoft lets the bot speak. When its secret has run out or its registration is gone, that is said once, not with every message. */
import type { AdapterLog } from '#platform'
import { failureIn, isShutOut } from './errors.ts'

export interface Gate {
  pass<T>(call: () => Promise<T>): Promise<T>
}

export function createGate(log: AdapterLog): Gate {
  let isShut = false
  return {
    async pass(call) {
      try {
        const answer = await call()
        isShut = false
        return answer
      } catch (fault) {
        if (isShutOut(fault) && !isShut) {
          isShut = true
          log.error(
            { because: failureIn(fault).code },
            'Microsoft does not let the bot sign in: nothing is sent until it does. Look at MicrosoftAppId, MicrosoftAppPassword and the registration',
          )
        }
        throw fault
      }
    },
  }
}
