/**
 * Loaded before the program in a process under chaos. Its machine's clock is put off by CHAOS_SKEW milliseconds, and Slack's pace is that of a workspace CHAOS_PACE
 * times as patient, so that minutes are enough for thousands of messages. The program itself has no such settings.
 */
import { registerHooks } from 'node:module'

const skew = Number(process.env['CHAOS_SKEW'] ?? 0)
const pace = Number(process.env['CHAOS_PACE'] ?? 1)

if (skew !== 0) {
  const RealDate = Date
  class ShiftedDate extends RealDate {
    constructor(...given: []) {
      super(...(given.length === 0 ? ([RealDate.now() + skew] as unknown as []) : given))
    }
    static override now(): number {
      return RealDate.now() + skew
    }
  }
  globalThis.Date = ShiftedDate as DateConstructor
  const { instant } = Temporal.Now
  const shifted = (): Temporal.Instant => instant().add({ milliseconds: skew })
  const zoned = (zone = Temporal.Now.timeZoneId()): Temporal.ZonedDateTime => shifted().toZonedDateTimeISO(zone)
  Object.assign(Temporal.Now, {
    instant: shifted,
    zonedDateTimeISO: zoned,
    plainDateTimeISO: (zone?: string) => zoned(zone).toPlainDateTime(),
    plainDateISO: (zone?: string) => zoned(zone).toPlainDate(),
    plainTimeISO: (zone?: string) => zoned(zone).toPlainTime(),
  })
}

if (pace !== 1) {
  registerHooks({
    load(url, context, next) {
      const loaded = next(url, context)
      if (!url.endsWith('/adapters/slack/pace.ts')) return loaded
      const source = String(loaded.source)
      const quicker = source
        .replaceAll(
          /^( {2}'[a-zA-Z.]+': )(\d+),$/gm,
          (_, name: string, most: string) => `${name}${Number(most) * pace},`,
        )
        .replaceAll('SECOND + CHANNEL_MARGIN', `(SECOND + CHANNEL_MARGIN) / ${pace}`)
      if (quicker === source) throw new Error('The pace of Slack is written down in another way by now.')
      return { ...loaded, source: quicker }
    },
  })
}
