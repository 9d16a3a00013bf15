/** Calls of the connector: past the gate, at Teams' pace, and with faults in the words of the port. */
import type { AdapterLog } from '#platform'
import { DeliveryError, type Time } from '#platform'
import type { Connector, Connectors } from './connector.ts'
import type { Contacts, Details } from './contacts.ts'
import { deliveryError } from './errors.ts'
import { createGate } from './gate.ts'
import type { Pace } from './pace.ts'

export interface Calls {
  /** A call that may be made twice. */
  again<T>(serviceUrl: string, where: string, who: string, call: Call<T>, patience?: number): Promise<T>
  /** A call that posts. */
  once<T>(serviceUrl: string, where: string, who: string, call: Call<T>, patience?: number): Promise<T>
  /** A look-up, which waits its turn here, because nobody waits for it but the house itself. */
  look<T>(serviceUrl: string, where: string, call: Call<T>): Promise<T>
  /** Where to ask about a conversation that nobody has been heard in yet. */
  anywhere(): Promise<{ serviceUrl: string; tenant: string }>
}

type Call<T> = (connector: Connector) => Promise<T>

export interface CallParts {
  connectors: Connectors
  contacts: Contacts
  pace: Pace
  time: Time
  log: AdapterLog
  tenant: string
  /** Null where only who has been heard may be written to. */
  serviceUrl: string | null
}

const addressIn = ({ serviceUrl, tenant }: Details) => ({ serviceUrl, tenant })

/** Seconds that the house waits for its turn to look somebody up. */
const LONGEST_WAIT = 120
const MOST_LOOKS = 5
/** Seconds. */
const UNHEARD_PAUSE = 60

export function createCalls({ connectors, contacts, pace, time, log, tenant, serviceUrl }: CallParts): Calls {
  const gate = createGate(log)

  async function make<T>(to: string, call: Call<T>, repeatable: boolean): Promise<T> {
    try {
      return await gate.pass(async () => call(await connectors(to)))
    } catch (fault) {
      throw deliveryError(fault, repeatable)
    }
  }

  const again: Calls['again'] = (to, where, who, call, patience) =>
    pace.run(where, who, () => make(to, call, true), patience)

  return {
    again,
    once: (to, where, who, call, patience) => pace.run(where, who, () => make(to, call, false), patience),
    async look(to, where, call) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await again(to, where, `look ${where} ${attempt}`, call)
        } catch (fault) {
          const isSoon = fault instanceof DeliveryError && fault.outcome === 'wait' && fault.retryAfter <= LONGEST_WAIT
          if (!isSoon || attempt >= MOST_LOOKS) throw fault
          await time.wait(fault.retryAfter * 1000)
        }
      }
    },
    async anywhere() {
      const [known] = (await contacts.all()).toReversed()
      if (known !== undefined) return addressIn(known.details)
      if (serviceUrl === null) throw new DeliveryError('later', 'teams: nobody has been heard yet', UNHEARD_PAUSE)
      return { serviceUrl, tenant }
    },
  }
}
