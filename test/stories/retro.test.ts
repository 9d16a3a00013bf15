/** Retrospectives lived through from the first card to the next opening, on both databases. */
import type { Form } from '#message'
import { describe, expect, it } from 'vitest'
import { databases } from '../databases.ts'
import { buttonsOf, type Standing, type Story, tell, textOf } from '../house.ts'
import { manifestOf } from './manifest.ts'

const retro = (options: string, language = 'de'): string =>
  manifestOf(`
  - id: retro
    kind: retro
    team: service
    name: Retro
    schedule: { every: 2 weeks, on: mon, at: '10:00', starting: '2026-12-07' }
    options: ${options}
`).replace('language: de', `language: ${language}`)

const EVERYONE = ['lead', 'ana', 'ben', 'cem', 'dana', 'elif']

/** Lets what was just said arrive. */
const settle = (story: Story): Promise<void> => story.to(story.now().slice(0, -1), 'UTC')

async function opened(story: Story, who: string, action: string, on?: Standing): Promise<Form> {
  const reply = await story.press(who, action, on)
  if (reply.type !== 'form') throw new Error(`No form opened: ${textOf(reply)}`)
  return reply.form
}

/** Opens a form by a button, fills in some of it and sends it. */
async function fill(story: Story, who: string, action: string, answers: Record<string, unknown>): Promise<string> {
  const reply = await story.press(who, action)
  if (reply.type !== 'form') return textOf(reply)
  const blank = Object.fromEntries(reply.form.fields.map(({ name, initial }) => [name, initial ?? null]))
  const sent = await story.send({
    type: 'submit',
    person: who,
    ticket: reply.ticket,
    answers: { ...blank, ...answers },
  })
  await settle(story)
  return textOf(sent)
}

async function press(story: Story, who: string, action: string, on?: Standing): Promise<string> {
  const said = textOf(await story.press(who, action, on))
  await settle(story)
  return said
}

/** The values of the choices whose label holds one of these words. */
function choices(form: Form, ...words: string[]): Record<string, string[]> {
  return Object.fromEntries(
    form.fields.flatMap((field) =>
      field.type === 'choice' && field.many
        ? [
            [
              field.name,
              field.options.filter(({ label }) => words.some((word) => label.includes(word))).map(({ value }) => value),
            ],
          ]
        : [],
    ),
  )
}

async function idOf(story: Story, name: string): Promise<string> {
  const row = await story.db.kysely.selectFrom('member').select('id').where('name', '=', name).executeTakeFirstOrThrow()
  return row.id
}

const offers = (standing: Standing[], action: string): Standing | undefined =>
  standing.findLast(({ message }) => buttonsOf(message).some((button) => button.action === action))

/** Who has been told that they facilitate what is open now. */
const facilitator = (story: Story): string => EVERYONE.find((who) => offers(story.standing(`@${who}`), 'hand-over'))!

const titled = (story: Story, words: string): Standing =>
  story.standing('service').findLast(({ text }) => text.startsWith(words))!

const threadOf = (story: Story, { id }: Standing): string[] =>
  story
    .standing('service')
    .filter(({ under }) => under === id)
    .map(({ text }) => text)

/** Everything the database holds, as text. */
async function everything(story: Story): Promise<string> {
  const tables = [
    'response',
    'spool',
    'result',
    'delivery',
    'event',
    'participant',
    'pairing',
    'occurrence',
    'promise',
  ] as const
  const rows = await Promise.all(tables.map((table) => story.db.kysely.selectFrom(table).selectAll().execute()))
  return JSON.stringify(rows)
}

for (const engine of databases) {
  describe(`a retrospective on ${engine.name}`, () => {
    it('goes from hidden cards to actions, and the next one begins with what came of them', async () => {
      await using story = await tell(engine, { manifest: retro('{ live: 45m }'), now: '2026-12-06T12:00' })

      // Monday: everyone writes alone.
      await story.to('2026-12-07T10:00')
      const first = facilitator(story)
      expect(first).not.toBe('lead')
      expect(story.last('@cem').text).toContain('mit deinem Namen')
      await story.answer('ana', {
        start: '- Wochenplan am Montag\n\n* Frühe Übergabe <!channel>',
        stop: 'Späte Übergaben',
      })
      await story.answer('lead', { start: 'Mehr Disziplin' })
      await story.answer('ben', { continue: 'Die Übergabe am Tresen' })
      await story.press('elif', 'decline')
      await settle(story)
      const opening = titled(story, 'Retro · Anfangen')
      expect(opening.text).toContain('3 Leute haben schon geschrieben')
      expect(
        story
          .standing('service')
          .map(({ text }) => text)
          .join(),
      ).not.toMatch(/Übergabe|Disziplin|Ana|Jana/)
      const own = await opened(story, 'ana', 'answer')
      expect(own.fields[0]!.initial).toBe('- Wochenplan am Montag\n\n* Frühe Übergabe <!channel>')
      expect(await fill(story, 'cem', 'answer', { start: ' \n-\n' })).toContain('Ein Gedanke genügt')

      // Tuesday: one line for those who have not written, and for nobody else.
      await story.to('2026-12-08T10:00')
      const reminded = EVERYONE.filter((who) => story.standing(`@${who}`).some(({ at }) => at > '2026-12-08'))
      expect(reminded.toSorted()).toEqual(['cem', 'dana'])
      const reminder = story.last('@dana')
      expect(reminder.text).toContain('[Karten schreiben]')

      // The floor is handed on before there is anything to do.
      const next = first === 'cem' ? 'dana' : 'cem'
      const name = next === 'cem' ? 'Cem' : 'Dana'
      expect(await fill(story, first, 'hand-over', { to: await idOf(story, name) })).toContain('gespeichert')
      expect(facilitator(story)).toBe(next)
      expect(story.standing(`@${first}`).some(({ text }) => text.includes(`${name} moderiert jetzt`))).toBe(true)

      // Wednesday: the cards are turned over, the leader's last; who had forgotten something adds it.
      await story.to('2026-12-09T10:00')
      // Cards can't be written by it any more.
      const old = story.standing('@dana').find(({ id }) => id === reminder.id)!
      expect(old.text).toBe('Diese Erinnerung hat sich erledigt.')
      const [start] = threadOf(story, opening)
      expect(start).toBe(
        'Anfangen\n\n• Wochenplan am Montag (Ana)\n• Frühe Übergabe <!channel> (Ana)\n• Mehr Disziplin (Jana Petersen)',
      )
      await story.to('2026-12-09T11:05')
      await fill(story, 'dana', 'answer', { start: 'Ersatzteile früher bestellen' })
      expect(threadOf(story, opening)[0]).toContain(
        '• Ersatzteile früher bestellen (Dana) nachgereicht, 11:05\n• Mehr Disziplin',
      )

      // Whoever facilitates puts together what shares a word; nobody else may.
      expect(await press(story, next, 'merge')).toContain('gespeichert')
      const sorting = offers(story.standing(`@${next}`), 'group')!
      expect(await press(story, 'ana', 'group', sorting)).toContain('nicht an der Reihe')
      await press(story, next, 'end-phase', sorting)

      // Votes: three each, told to nobody, changed until the end.
      const voting = await opened(story, 'ana', 'vote')
      expect(JSON.stringify(voting)).toContain('Übergabe')
      const all = choices(voting, 'Übergabe', 'Wochenplan', 'Disziplin', 'Ersatzteile')
      expect(await fill(story, 'ana', 'vote', all)).toContain('3 Stimmen und 4 Themen')
      await fill(story, 'ana', 'vote', choices(voting, 'Wochenplan'))
      await fill(story, 'ana', 'vote', choices(voting, 'Übergabe', 'Ersatzteile'))
      await fill(story, 'ben', 'vote', choices(voting, 'Übergabe'))
      await fill(story, 'lead', 'vote', choices(voting, 'Ersatzteile', 'Übergabe'))
      expect(offers(story.standing('@elif'), 'vote')).toBeUndefined()
      expect(
        story
          .standing('service')
          .map(({ text }) => text)
          .join(),
      ).not.toContain('Stimme')

      // Thursday: the topics in the thread, beside the meeting, with a friendly word when its time is up.
      await story.to('2026-12-10T10:00')
      const talk = titled(story, 'Darüber sprechen wir')
      expect(talk.text).toContain('1. Übergabe · 3 Stimmen\n2. Ersatzteile früher bestellen · 2 Stimmen')
      expect(talk.text).toContain('am Do, 10:00')
      expect(threadOf(story, talk)[0]).toContain('Übergabe · 3 Stimmen\n\n• Frühe Übergabe <!channel> (Ana)')
      expect(offers(story.standing('@ana'), 'vote')).toBeUndefined()
      await story.to('2026-12-10T10:45')
      expect(threadOf(story, talk).at(-1)).toContain('Abgeschnitten wird nichts')

      // Actions: an owner, a date that is to come, what sets it off.
      const item = {
        when: 'ein Auto bis Mittag nicht fertig ist',
        what: 'rufe ich an',
        owner: await idOf(story, 'Ben'),
      }
      expect(await fill(story, next, 'note', { ...item, due: '2026-12-09' })).toContain('ab Donnerstag, 10. Dezember')
      expect(await fill(story, next, 'note', { ...item, due: '2026-12-31' })).toContain('gespeichert')
      const orders = { what: 'Mindestbestand festlegen', owner: await idOf(story, 'Elif'), due: '2026-12-18' }
      await fill(story, next, 'note', orders)
      await fill(story, next, 'note', { ...orders, what: 'doppelt' })
      const change = offers(story.standing(`@${next}`), 'change-item')!
      const third = buttonsOf(change.message).findLast(({ action }) => action === 'change-item')!
      const form = await story.send({ type: 'press', person: next, ...third, delivery: change.id })
      if (form.type !== 'form') throw new Error(textOf(form))
      const answers = { when: null, what: null, owner: orders.owner, due: '2026-12-18' }
      await story.send({ type: 'submit', person: next, ticket: form.ticket, answers })
      await settle(story)

      // Friday: a summary that can be read in a minute.
      await story.to('2026-12-11T14:00')
      const report = story.last('service').text
      expect(report).toContain('Worum es ging (6 Karten)')
      expect(report).toContain(
        '• Ben, bis Donnerstag, 31. Dezember: Wenn ein Auto bis Mittag nicht fertig ist: rufe ich an',
      )
      expect(report).toContain('• Elif, bis Freitag, 18. Dezember: Mindestbestand festlegen')
      expect(report).not.toContain('doppelt')
      expect(report).toContain(`${name} fürs Moderieren`)
      expect(report.length).toBeLessThan(900)
      await story.to('2026-12-18T10:00')
      expect(await press(story, 'elif', 'promise-kept', offers(story.standing('@elif'), 'promise-kept'))).toContain(
        'danke',
      )

      // Two weeks later, without Ben: the next one begins with what came of it, and somebody else has the floor.
      await story.restart(
        retro('{ live: 45m }')
          .replaceAll(/.*ben@nordlicht.example, name.*\n/g, '')
          .replace('ben@nordlicht.example, ', ''),
      )
      await story.to('2026-12-21T10:00')
      const second = titled(story, 'Retro · Ärger')
      expect(second.text).toContain('Vom letzten Mal: 1 von 2 erledigt.')
      expect(second.text).toContain('• Jemand, der nicht mehr dabei ist, bis Donnerstag, 31. Dezember: Wenn ein Auto')
      expect(second.text).toContain('Mag es jemand übernehmen?')
      expect(second.text).toContain('• Elif, erledigt: Mindestbestand festlegen')
      const now = facilitator(story)
      expect([next, 'lead']).not.toContain(now)
      const stale = ['note', 'change-item', 'hand-over', 'end-phase']
      for (const { message } of story.standing(`@${next}`).filter(({ at }) => at < '2026-12-21'))
        for (const { action } of buttonsOf(message)) expect(stale).not.toContain(action)

      // Elif wants to be forgotten: nothing points to her any more, neither her own words nor what others asked of her.
      const elif = await idOf(story, 'Elif')
      await story.send({ type: 'press', person: 'elif', action: 'forget-me' })
      await settle(story)
      expect(await everything(story)).not.toContain(elif)
      expect(facilitator(story)).toBeDefined()
    })

    it('seals the cards of an anonymous one: nowhere does it say who wrote what, and it can’t be switched off', async () => {
      await using story = await tell(engine, { manifest: retro('{ anonymous: true }', 'en'), now: '2026-12-06T12:00' })
      await story.to('2026-12-07T10:00')
      const asked = story.last('@ana').text
      expect(asked).toContain('appear without your name, once 5 people have written')
      const written: Record<string, string> = {
        ana: 'Zebra handovers\nSecond of Ana',
        ben: 'Mango breaks',
        cem: 'Quartz meetings',
        dana: 'Walnut keys',
        elif: 'Iguana roster',
      }
      for (const [who, start] of Object.entries(written)) {
        expect(textOf(await story.answer(who, { start }))).toContain('Thank you.')
      }
      await story.answer('lead', { start: 'Leader wants order' })
      await settle(story)
      const told = story.standing('service').map(({ text }) => text)
      expect(told.join()).not.toMatch(/have written so far|person has written/)
      expect(await everything(story)).not.toMatch(/Zebra|Mango|Quartz|Walnut|Iguana/)
      // Changed until they are turned over, without showing anything again.
      const again = await opened(story, 'ben', 'answer')
      expect(again.fields.every(({ initial }) => (initial ?? null) === null)).toBe(true)
      await story.answer('ben', { start: 'Mango breaks at noon' })
      // The facilitator neither ends the sealed phase nor is it their name that anything carries.
      await story.restart(retro('{ anonymous: false }', 'en'))

      await story.to('2026-12-09T10:00')
      const opening = titled(story, 'Retro · Start')
      const cards = threadOf(story, opening).join()
      for (const word of ['Zebra', 'Second of Ana', 'Mango breaks at noon', 'Quartz', 'Walnut', 'Iguana'])
        expect(cards).toContain(word)
      expect(cards).toMatch(/• Leader wants order \(Jana Petersen\)$/)
      expect(cards).not.toMatch(/Ana\)|Ben|Cem|Dana|Elif/)
      const [result] = await story.db.kysely.selectFrom('result').selectAll().execute()
      expect(result!.document).not.toMatch(/m-[0-9a-f]{10}/)
      const { house } = story
      expect(house.ballots.lost(result!.occurrence_id)).toBe(true)
      const responses = await story.db.kysely.selectFrom('response').select(['member_id', 'form']).execute()
      expect(responses).toEqual([{ member_id: await idOf(story, 'Jana Petersen'), form: 'cards' }])
      const members = await story.db.kysely
        .selectFrom('participant')
        .select('status')
        .where('role', '=', 'member')
        .execute()
      expect(members.every(({ status }) => status === 'asked')).toBe(true)
      expect(textOf(await story.command('ana', 'answer retro'))).not.toContain('Cards for the retro')

      // From here on it goes as ever.
      const who = facilitator(story)
      await press(story, who, 'end-phase', offers(story.standing(`@${who}`), 'group'))
      await fill(story, 'cem', 'vote', choices(await opened(story, 'cem', 'vote'), 'Walnut'))
      await story.to('2026-12-11T14:00')
      const report = story.last('service').text
      expect(report).toContain('What it was about (7 cards)')
      expect(report).toContain('1. Walnut keys · one vote')

      // The next one is named, as the manifest has said since.
      await story.to('2026-12-21T10:00')
      expect(story.last('@ana').text).toContain('with your name')
    })

    it('keeps a few people’s cards from everyone, the leader’s too', async () => {
      await using story = await tell(engine, { manifest: retro('{ anonymous: true }'), now: '2026-12-06T12:00' })
      await story.to('2026-12-07T10:00')
      for (const who of ['ana', 'ben', 'cem', 'dana', 'lead']) await story.answer(who, { start: `Gedanke von ${who}` })
      await story.to('2026-12-11T14:00')
      const said = [...story.standing('service'), ...EVERYONE.flatMap((who) => story.standing(`@${who}`))]
      expect(said.map(({ text }) => text).join()).not.toContain('Gedanke von')
      expect(story.last('service').text).toContain('weniger als 5 Leute')
      expect((await everything(story)).match(/Gedanke von \w+/g)).toEqual(['Gedanke von lead'])
    })

    it('goes on when whoever facilitates is away, or does not answer', async () => {
      await using story = await tell(engine, { manifest: retro('{ group: none }'), now: '2026-12-06T12:00' })
      await story.to('2026-12-07T10:00')
      const first = facilitator(story)
      await story.command(first, 'away until 2026-12-08')
      await settle(story)
      const second = EVERYONE.find((who) => who !== first && offers(story.standing(`@${who}`), 'hand-over'))!
      expect([first, 'lead', undefined]).not.toContain(second)
      expect(offers(story.standing(`@${first}`), 'hand-over')).toBeUndefined()
      // Anyone in the team may take over; a leader is handed the floor, but does not take it.
      const opening = titled(story, 'Retro · ')
      const third = ['ana', 'ben', 'cem'].find((who) => who !== first && who !== second)!
      expect(await press(story, 'lead', 'take-over', opening)).toContain('Moderieren soll jemand aus dem Team')
      await press(story, third, 'take-over', opening)
      expect(EVERYONE.filter((who) => offers(story.standing(`@${who}`), 'hand-over'))).toEqual([third])
      // Back again, the first one is asked like everyone else.
      await story.command(first, 'back')
      await settle(story)
      await story.answer(first, { stop: 'Urlaub ohne Vertretung' })
      await settle(story)
      // The facilitator turns the cards over early; a press on the old button ends nothing more.
      const floor = offers(story.standing(`@${third}`), 'end-phase')!
      await press(story, third, 'end-phase', floor)
      expect(threadOf(story, opening).join()).toContain('Urlaub ohne Vertretung')
      expect(await press(story, third, 'end-phase', floor)).toContain('schon vorbei')
      // With one card there is nothing to choose, so nobody is asked to.
      expect(EVERYONE.some((who) => offers(story.standing(`@${who}`), 'vote'))).toBe(false)
      await story.to('2026-12-11T14:00')
      expect(story.last('service').text).toContain('1. Urlaub ohne Vertretung')
    })

    it('forgets the words of whoever wishes it also where a phase that is over has told them', async () => {
      await using story = await tell(engine, {
        manifest: retro('{ formats: [start-stop-continue] }'),
        now: '2026-12-06T12:00',
      })
      await story.to('2026-12-07T10:05')
      const first = facilitator(story)
      const [one, other] = ['ana', 'ben', 'cem', 'dana'].filter((who) => who !== first)
      await story.answer(one!, { stop: 'Kanarienvogel Urlaubsplan', start: null, continue: null })
      await story.answer(other!, { stop: 'Der Urlaubsplan kommt zu spät', start: null, continue: null })
      await story.to('2026-12-09T10:30')
      expect(story.standing(`@${first}`).some(({ text }) => text.includes('Kanarienvogel'))).toBe(true)
      await story.to('2026-12-22T12:00')
      await story.command(one!, 'forget me')
      await story.send({ type: 'press', person: one!, action: 'forget-me' })
      await settle(story)
      const kept = await story.db.kysely.selectFrom('delivery').select('message').execute()
      expect(JSON.stringify(kept)).not.toContain('Kanarienvogel')
      expect(JSON.stringify(kept)).toContain('Der Urlaubsplan kommt zu spät')
    })

    it.each(['cancelled', 'failed'] as const)(
      'forgets words also in what was %s, and sends it to nobody',
      async (state) => {
        const manifest = retro('{ formats: [start-stop-continue] }')
        await using story = await tell(engine, { manifest, now: '2026-12-06T12:00' })
        await story.to('2026-12-07T10:05')
        const first = facilitator(story)
        const one = ['ana', 'ben', 'cem', 'dana'].find((who) => who !== first)!
        await story.answer(one, { stop: 'Kanarienvogel Urlaubsplan', start: null, continue: null })
        await story.to('2026-12-22T12:00')
        const unsent = { state, sent_revision: 0, reference: null }
        const told = story.db.kysely.updateTable('delivery').set(unsent).where('message', 'like', '%Kanarienvogel%')
        const ids = (await told.returning('id').execute()).map(({ id }) => id)
        await story.command(one, 'forget me')
        await story.send({ type: 'press', person: one, action: 'forget-me' })
        await settle(story)
        const rows = await story.db.kysely.selectFrom('delivery').selectAll().where('id', 'in', ids).execute()
        expect(new Set(rows.map((row) => row.state))).toEqual(new Set([state]))
        expect(JSON.stringify(rows)).not.toContain('Kanarienvogel')
      },
    )
  })
}
