/** Whether Slack lets the bot speak. Once it was uninstalled or its token is revoked, nothing is sent any more, and that is said once. */
import { type AdapterLog, DeliveryError } from '#platform'
import { isShutOut, refusalIn, SHUT_OUT_PAUSE } from './errors.ts'

export interface Gate {
  /** @throws DeliveryError `wait` instead of calling while the bot is shut out */
  pass<T>(call: () => Promise<T>): Promise<T>
  shut(because: string): void
}

export function createGate(log: AdapterLog): Gate {
  let reason: string | null = null

  function shut(because: string): void {
    if (reason === null) {
      log.error(
        { because },
        'Slack shut the bot out: nothing is sent until it is installed again and started with its new token',
      )
    }
    reason = because
  }

  return {
    shut,
    async pass(call) {
      if (reason !== null) throw new DeliveryError('wait', `slack: ${reason}`, SHUT_OUT_PAUSE)
      try {
        return await call()
      } catch (fault) {
        if (isShutOut(fault)) shut(refusalIn(fault)!)
        throw fault
      }
    },
  }
}
