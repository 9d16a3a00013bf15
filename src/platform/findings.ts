/** What `teamrunde doctor` asks of a platform's folder, and what it is told: `adapters/<platform>/doctor.ts`. */

/** `fine` needs nothing, `look` works but will disappoint somebody, `wrong` keeps Teamrunde from working. */
export interface Finding {
  level: 'fine' | 'look' | 'wrong'
  /** One plain sentence. */
  what: string
  /** What to do about it, and where. */
  todo?: string
}

/** Whom the manifest expects to meet on the platform; `id` is the platform's own, where the manifest names it. */
export interface ExpectedPerson {
  name: string
  email: string
  id: string | null
}

/** What the manifest names of the platform: channels without their prefix, and the people of teams that are there. */
export interface Expectation {
  channels: string[]
  people: ExpectedPerson[]
  /** The time of this machine. */
  now(): Temporal.Instant
}
