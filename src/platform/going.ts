/** The last look before a message leaves. */
import { DeliveryError } from './errors.ts'
import type { Outgoing } from './port.ts'

/**
 * To be called right before the platform is.
 * @throws DeliveryError `wait` when this process was held up so long that somebody else has the message in hand by now
 */
export function mustGo({ mayGo }: Pick<Outgoing, 'mayGo'>): void {
  if (mayGo?.() === false) throw new DeliveryError('wait', 'held up for too long', 1)
}
