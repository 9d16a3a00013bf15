/** A process that was held up with a message in its hands: nothing leaves any more, neither the message nor an edit, which might stand over a newer one. */
import { expect, it } from 'vitest'
import { companyIn, manifestFor, MORNING } from './company.ts'
import { tellInTeams } from './house.ts'

it('says nothing when another may be saying it by now', async () => {
  await using story = await tellInTeams({
    now: '2026-12-07T08:30',
    found: (teams) => manifestFor(companyIn(teams), MORNING),
  })
  await story.to('2026-12-07T09:05')
  const { conversation } = await story.db.kysely
    .selectFrom('identity')
    .select('conversation')
    .where('platform', '=', 'teams')
    .where('conversation', 'is not', null)
    .executeTakeFirstOrThrow()
  const outgoing = (mayGo: boolean) => ({
    id: 'f00d',
    conversation: conversation!,
    thread: null,
    message: { summary: 'Guten Morgen', blocks: [{ type: 'divider' as const }] },
    language: 'de' as const,
    zone: 'Europe/Berlin',
    mayStand: false,
    mayGo: () => mayGo,
  })
  const made = (): number =>
    story.teams.journal.calls.filter(({ method }) => method === 'send' || method === 'update').length
  const before = made()
  await expect(story.adapter.send(outgoing(false))).rejects.toMatchObject({ outcome: 'wait' })
  expect(made()).toBe(before)
  await story.to('2026-12-07T09:06')
  const reference = await story.adapter.send(outgoing(true))
  expect(made()).toBe(before + 1)
  await story.to('2026-12-07T09:07')
  await expect(story.adapter.update(reference, outgoing(false))).rejects.toMatchObject({ outcome: 'wait' })
  expect(made()).toBe(before + 1)
  await story.to('2026-12-07T09:08')
  await story.adapter.update(reference, outgoing(true))
  expect(made()).toBe(before + 2)
})
