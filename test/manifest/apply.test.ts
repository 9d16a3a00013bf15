import { describe, expect, test } from 'vitest'
import { ProblemError } from '../../src/errors.ts'
import { applyManifest, readApplied } from '../../src/manifest/apply.ts'
import { memberId } from '../../src/manifest/apply-people.ts'
import { openDatabase } from '../../src/store/database.ts'
import { databases, type TestDatabase } from '../databases.ts'
import { changed, manifestOf, small } from './samples.ts'

const monday = '2026-11-30T06:00:00.000Z'
const tuesday = '2026-12-01T06:00:00.000Z'
const anHourLater = '2026-12-01T07:00:00.000Z'
const twoHoursLater = '2026-12-01T08:00:00.000Z'
const ben = memberId('ben@nordlicht.example')

async function everything(db: TestDatabase) {
  const tables = ['manifest', 'member', 'identity', 'team', 'membership', 'ritual', 'occurrence'] as const
  return Promise.all(tables.map((table) => db.kysely.selectFrom(table).selectAll().execute()))
}

async function occurrence(
  db: TestDatabase,
  id: string,
  row: { state: 'planned' | 'open' | 'closed' | 'skipped'; opens_at: string },
) {
  const nominal = id.split('@')[1]!
  const rest = { number: null, phase: null, closes_at: '2027-01-01T00:00:00.000Z', next_at: null, frozen: null }
  const reason = row.state === 'skipped' ? 'holiday' : null
  await db.kysely
    .insertInto('occurrence')
    .values({ id, ritual_id: id.split('@')[0]!, nominal, local_at: nominal, reason, ...rest, ...row })
    .execute()
}

const statesOf = async (db: TestDatabase) =>
  Object.fromEntries(
    (await db.kysely.selectFrom('occurrence').select(['id', 'state']).orderBy('id').execute()).map((row) => [
      row.id,
      row.state,
    ]),
  )

const ritualOf = (db: TestDatabase, id: string) =>
  db.kysely.selectFrom('ritual').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

const openRoles = async (db: TestDatabase, member: string) =>
  (
    await db.kysely
      .selectFrom('membership')
      .selectAll()
      .where('member_id', '=', member)
      .where('until', 'is', null)
      .execute()
  ).map((row) => row.role)

for (const engine of databases) {
  describe(engine.name, () => {
    test('the first manifest brings people, teams and rituals', async () => {
      await using db = await engine.open()
      const manifest = manifestOf(small)
      const changes = await applyManifest(db, manifest, monday)
      expect(changes.filter(({ type, what }) => type === 'added' && what === 'ritual').map(({ id }) => id)).toEqual([
        'morning',
        'team-spirit',
      ])
      expect(await readApplied(db)).toEqual(manifest)
      const member = await db.kysely
        .selectFrom('member')
        .selectAll()
        .where('email', '=', 'ana@nordlicht.example')
        .executeTakeFirstOrThrow()
      expect(member).toMatchObject({
        name: 'Ana Ferreira',
        zone: 'Europe/Lisbon',
        language: 'en',
        unit: 'lissabon',
        joined_at: '2026-11-30T06:00:00.000Z',
        left_at: null,
      })
      expect(await openRoles(db, memberId('jana@nordlicht.example'))).toEqual(['leader'])
      expect(await ritualOf(db, 'team-spirit')).toMatchObject({
        name: 'Team spirit',
        state: 'active',
        planned_until: '2026-11-30T06:00:00.000Z',
      })
      expect(JSON.parse((await ritualOf(db, 'morning')).schedule)).toEqual({
        every: 'week',
        on: ['mon', 'wed'],
        at: '09:00',
        zone: 'member',
        onHoliday: 'skip',
        window: '4h',
        reminder: '2h30m',
      })
    })

    test('applying twice changes nothing', async () => {
      await using db = await engine.open()
      await applyManifest(db, manifestOf(small), monday)
      const before = await everything(db)
      expect(await applyManifest(db, manifestOf(small), tuesday)).toEqual([])
      expect(await everything(db)).toEqual(before)
    })

    test('applying after a change and back is as it was, with both changes on record', async () => {
      await using db = await engine.open()
      await applyManifest(db, manifestOf(small), monday)
      await applyManifest(db, manifestOf(changed('at: 10:00', 'at: 11:00')), tuesday)
      await applyManifest(db, manifestOf(small), tuesday)
      expect(JSON.parse((await ritualOf(db, 'team-spirit')).schedule)).toMatchObject({ at: '10:00' })
      expect(await db.kysely.selectFrom('manifest').select('digest').execute()).toHaveLength(3)
    })

    test('a new schedule plans the future anew and leaves the past, what runs and what was answered ahead', async () => {
      await using db = await engine.open()
      await applyManifest(db, manifestOf(small), monday)
      await db.kysely.updateTable('ritual').set({ planned_until: '2026-12-20T00:00:00.000Z' }).execute()
      await occurrence(db, 'team-spirit@2026-11-26T10:00:00', { state: 'closed', opens_at: '2026-11-26T09:00:00.000Z' })
      await occurrence(db, 'team-spirit@2026-11-27T10:00:00', { state: 'open', opens_at: '2026-11-27T09:00:00.000Z' })
      await occurrence(db, 'team-spirit@2026-12-03T10:00:00', {
        state: 'planned',
        opens_at: '2026-12-03T09:00:00.000Z',
      })
      await occurrence(db, 'team-spirit@2026-12-10T10:00:00', {
        state: 'planned',
        opens_at: '2026-12-10T09:00:00.000Z',
      })
      await occurrence(db, 'team-spirit@2026-12-24T10:00:00', {
        state: 'skipped',
        opens_at: '2026-12-24T09:00:00.000Z',
      })
      await occurrence(db, 'morning@2026-12-02T09:00:00', { state: 'planned', opens_at: '2026-12-02T08:00:00.000Z' })
      const answer = { form: 'answer', answers: null, at: '2026-11-30T06:00:00.000Z', late: 0 }
      await db.kysely
        .insertInto('response')
        .values({ occurrence_id: 'team-spirit@2026-12-03T10:00:00', member_id: ben, ...answer })
        .execute()
      await applyManifest(db, manifestOf(changed('on: thu, at: 10:00', 'on: fri, at: 10:00')), tuesday)
      expect(await statesOf(db)).toEqual({
        'morning@2026-12-02T09:00:00': 'planned',
        'team-spirit@2026-11-26T10:00:00': 'closed',
        'team-spirit@2026-11-27T10:00:00': 'open',
        'team-spirit@2026-12-03T10:00:00': 'planned',
      })
      expect((await ritualOf(db, 'team-spirit')).planned_until).toBe('2026-12-01T06:00:00.000Z')
      expect((await ritualOf(db, 'morning')).planned_until).toBe('2026-12-20T00:00:00.000Z')
    })

    test('what a bot that was down has not planned yet stays to be told as missed', async () => {
      await using db = await engine.open()
      await applyManifest(db, manifestOf(small), monday)
      await db.kysely.updateTable('ritual').set({ planned_until: '2026-11-10T00:00:00.000Z' }).execute()
      await applyManifest(db, manifestOf(changed('at: 10:00', 'at: 11:00')), tuesday)
      expect((await ritualOf(db, 'team-spirit')).planned_until).toBe('2026-11-10T00:00:00.000Z')
    })

    test('new options leave what is planned alone', async () => {
      await using db = await engine.open()
      await applyManifest(db, manifestOf(small), monday)
      await occurrence(db, 'team-spirit@2026-12-03T10:00:00', {
        state: 'planned',
        opens_at: '2026-12-03T09:00:00.000Z',
      })
      await applyManifest(db, manifestOf(`${small}    options: { length: long }\n`), tuesday)
      expect(await statesOf(db)).toEqual({ 'team-spirit@2026-12-03T10:00:00': 'planned' })
      expect(JSON.parse((await ritualOf(db, 'team-spirit')).options)).toEqual({ length: 'long' })
    })

    test('a removed ritual stops, its history stays, and it can come back', async () => {
      await using db = await engine.open()
      await applyManifest(db, manifestOf(small), monday)
      await occurrence(db, 'team-spirit@2026-11-26T10:00:00', { state: 'closed', opens_at: '2026-11-26T09:00:00.000Z' })
      await occurrence(db, 'team-spirit@2026-11-30T06:00:00', {
        state: 'planned',
        opens_at: '2026-11-30T06:00:00.000Z',
      })
      await occurrence(db, 'team-spirit@2026-12-03T10:00:00', {
        state: 'planned',
        opens_at: '2026-12-03T09:00:00.000Z',
      })
      const without = small.slice(0, small.indexOf('  - id: team-spirit'))
      await applyManifest(db, manifestOf(without), tuesday)
      expect((await ritualOf(db, 'team-spirit')).state).toBe('removed')
      expect(await statesOf(db)).toEqual({
        'team-spirit@2026-11-26T10:00:00': 'closed',
        'team-spirit@2026-11-30T06:00:00': 'skipped',
      })
      await applyManifest(db, manifestOf(small), anHourLater)
      expect(await ritualOf(db, 'team-spirit')).toMatchObject({
        state: 'active',
        planned_until: '2026-12-01T07:00:00.000Z',
      })
    })

    test("a leader's pause outlives a change of the manifest", async () => {
      await using db = await engine.open()
      await applyManifest(db, manifestOf(small), monday)
      await db.kysely.updateTable('ritual').set({ state: 'paused', paused_until: '2026-12-24T00:00:00.000Z' }).execute()
      await applyManifest(db, manifestOf(changed('at: 10:00', 'at: 11:00')), tuesday)
      expect(await ritualOf(db, 'team-spirit')).toMatchObject({
        state: 'paused',
        paused_until: '2026-12-24T00:00:00.000Z',
      })
    })

    test('a ritual that turns into another kind is refused, and nothing is changed', async () => {
      await using db = await engine.open()
      await applyManifest(db, manifestOf(small), monday)
      const before = await everything(db)
      const turned = manifestOf(changed('kind: pulse', 'kind: check-in', changed('Ben Harder', 'Ben Hansen')))
      await expect(applyManifest(db, turned, tuesday)).rejects.toThrow(ProblemError)
      await expect(applyManifest(db, turned, tuesday)).rejects.toThrow('such as "team-spirit-check-in"')
      expect(await everything(db)).toEqual(before)
    })

    test('Ben leaves, then comes back as an observer: every stretch of time stays on record', async () => {
      await using db = await engine.open()
      await applyManifest(db, manifestOf(small), monday)
      const left = changed(
        ', name: Ben Harder, unit: nord }',
        '',
        changed('members: [ben@nordlicht.example, ', 'members: ['),
      ).replace(/\n.*ben@.*/, '')
      await applyManifest(db, manifestOf(left), tuesday)
      expect(await openRoles(db, ben)).toEqual([])
      const row = db.kysely.selectFrom('member').selectAll().where('id', '=', ben)
      expect(await row.executeTakeFirst()).toMatchObject({ name: 'Ben Harder', left_at: '2026-12-01T06:00:00.000Z' })
      const back = changed('members: [ben@nordlicht.example, ', 'observers: [ben@nordlicht.example]\n    members: [')
      await applyManifest(db, manifestOf(back), anHourLater)
      expect(await openRoles(db, ben)).toEqual(['observer'])
      expect(await row.executeTakeFirst()).toMatchObject({ left_at: null, joined_at: '2026-11-30T06:00:00.000Z' })
      await applyManifest(db, manifestOf(small), twoHoursLater)
      expect(await openRoles(db, ben)).toEqual(['member'])
      expect(await db.kysely.selectFrom('membership').selectAll().where('member_id', '=', ben).execute()).toHaveLength(
        3,
      )
    })

    test('out and in again at the same moment', async () => {
      await using db = await engine.open()
      const without = manifestOf(changed('members: [ben@nordlicht.example, ', 'members: ['))
      for (const manifest of [manifestOf(small), without, manifestOf(small)]) await applyManifest(db, manifest, monday)
      expect(await openRoles(db, ben)).toEqual(['member'])
    })

    test('people whom a channel brought in are not sent away by the manifest', async () => {
      await using db = await engine.open()
      const fromChannel = changed('    channels:', '    membersFrom: slack:C1\n    channels:')
      await applyManifest(db, manifestOf(fromChannel), monday)
      await db.kysely
        .insertInto('member')
        .values({
          id: 'm-guest',
          email: 'guest@nordlicht.example',
          name: 'Guest',
          language: null,
          zone: null,
          unit: null,
          joined_at: '2026-11-30T06:00:00.000Z',
          left_at: null,
          welcomed_at: null,
        })
        .execute()
      await db.kysely
        .insertInto('membership')
        .values({
          team_id: 'after-sales',
          member_id: 'm-guest',
          role: 'member',
          since: '2026-11-30T06:00:00.000Z',
          until: null,
        })
        .execute()
      await applyManifest(
        db,
        manifestOf(changed('members: [ben@nordlicht.example, ', 'members: [', fromChannel)),
        tuesday,
      )
      expect(await openRoles(db, 'm-guest')).toEqual(['member'])
      expect(await openRoles(db, ben)).toEqual([])
    })

    test('a team that goes takes its memberships along, and brings new ones when it returns', async () => {
      await using db = await engine.open()
      const second = changed(
        'rituals:',
        `  - { id: office, name: Office, leaders: [ben@nordlicht.example], members: [ana@nordlicht.example], channels: [web:office] }\nrituals:`,
      )
      await applyManifest(db, manifestOf(second), monday)
      await applyManifest(db, manifestOf(small), tuesday)
      const office = db.kysely.selectFrom('team').selectAll().where('id', '=', 'office')
      const gone = await office.executeTakeFirstOrThrow()
      expect(gone).toMatchObject({ removed_at: '2026-12-01T06:00:00.000Z' })
      expect(gone.document).toContain('"name":"Office"')
      expect(gone.document).not.toContain('@')
      expect(await openRoles(db, ben)).toEqual(['member'])
      await applyManifest(db, manifestOf(second), anHourLater)
      expect(await office.executeTakeFirst()).toMatchObject({ removed_at: null })
      expect((await openRoles(db, ben)).toSorted()).toEqual(['leader', 'member'])
    })

    test('names in the playground: the beginning of the address, made unique, and kept', async () => {
      await using db = await engine.open()
      const twoBens = changed(
        '  - { email: ana@',
        '  - { email: ben@werkstatt.example, name: Ben Zwei }\n  - { email: ana@',
      )
      const webNames = async () =>
        Object.fromEntries(
          (
            await db.kysely
              .selectFrom('identity')
              .innerJoin('member', 'member.id', 'identity.member_id')
              .select(['email', 'external_id'])
              .where('platform', '=', 'web')
              .execute()
          ).map((row) => [row.email, row.external_id]),
        )
      await applyManifest(db, manifestOf(twoBens), monday)
      expect(await webNames()).toMatchObject({
        'ben@nordlicht.example': 'ben',
        'ben@werkstatt.example': 'ben-2',
        'jana@nordlicht.example': 'jana',
      })
      const chosen = changed(
        'name: Jana Petersen,',
        'name: Jana Petersen, identities: { web: chefin, slack: T1/U1 },',
        twoBens,
      )
      await applyManifest(db, manifestOf(chosen), tuesday)
      expect(await webNames()).toMatchObject({ 'ben@werkstatt.example': 'ben-2', 'jana@nordlicht.example': 'chefin' })
      const slack = await db.kysely.selectFrom('identity').selectAll().where('platform', '=', 'slack').execute()
      expect(slack).toEqual([
        { platform: 'slack', external_id: 'T1/U1', member_id: memberId('jana@nordlicht.example'), conversation: null },
      ])
    })
  })
}

test('two replicas that start together apply once', async () => {
  const postgres = databases.find(({ dialect }) => dialect === 'postgres')!
  await using db = await postgres.open()
  const other = await openDatabase(db.url)
  try {
    const results = await Promise.all(
      [db, other, db, other].map((one) => applyManifest(one, manifestOf(small), monday)),
    )
    expect(results.filter((changes) => changes.length > 0)).toHaveLength(1)
    expect(await db.kysely.selectFrom('manifest').select('digest').execute()).toHaveLength(1)
    expect(await db.kysely.selectFrom('membership').select('role').execute()).toHaveLength(6)
  } finally {
    await other.close()
  }
})
