/** Who is away, in sentences. Who snoozed or opted out made a choice of their own, and nobody reads of it. */
import type { Absent, Speak } from '#ritual'
import { givenBy, type CheckInView } from './answers.ts'

/** One sentence for all who are away in the same way: "Ben ist bis Freitag weg." */
export function absences(view: CheckInView, t: Speak): string[] {
  const named = view.absent.filter(
    ({ id, reason }) => (reason === 'away' || reason === 'holiday') && givenBy(view.state, id) === null,
  )
  const alike = Map.groupBy(named, ({ reason, until }) => (reason === 'away' ? `away ${until ?? ''}` : 'holiday'))
  return [...alike.values()].map((people) => sentence(people, view.occurrence.date, t))
}

function sentence(people: Absent[], date: string, t: Speak): string {
  const { reason, until } = people[0]!
  const who = { count: people.length, names: t.list(people.map((person) => person.name)) }
  if (reason === 'holiday') return t('absent.holiday', who)
  if (until === null) return t('absent.away', who)
  return until <= date ? t('absent.today', who) : t('absent.until', { ...who, day: dayAfter(date, until, t) })
}

/** "Freitag" within the week, "18. Dezember" later on, with the year where it could be mistaken. */
function dayAfter(date: string, until: string, t: Speak): string {
  const day = Temporal.PlainDate.from(until)
  const { days } = Temporal.PlainDate.from(date).until(day)
  const locale = t.language === 'de' ? 'de-DE' : 'en-GB'
  if (days < 7) return day.toLocaleString(locale, { weekday: 'long' })
  return day.toLocaleString(locale, { day: 'numeric', month: 'long', ...(days > 300 && { year: 'numeric' }) })
}
