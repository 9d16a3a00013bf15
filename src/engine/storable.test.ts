import { expect, test } from 'vitest'
import type { PlatformEvent, Profile } from '#platform'
import { soundProfile, storable } from './storable.ts'

const submit = (person: string, occurrence: string): PlatformEvent => ({
  id: '1',
  platform: 'web',
  type: 'submit',
  person,
  ticket: { occurrence, form: 'answer', delivery: null },
  answers: { done: 'a\u0000b' },
  inPlace: true,
})

test('an event without anything odd in it stays the same object', () => {
  const event: PlatformEvent = { id: '1', platform: 'web', type: 'home', person: 'ana' }
  expect(storable(event)).toBe(event)
})

test('what no database takes goes from names and ids, and stays in answers for the form to judge', () => {
  expect(storable(submit('an\u0000a', 'morning\u0000@x'))).toEqual(submit('ana', 'morning@x'))
})

test('half a character becomes the sign for one that is missing', () => {
  expect(storable(submit('ana', 'morning\ud800@x'))).toEqual(submit('ana', 'morning\ufffd@x'))
})

test('a zone that there is not is none; an old name is one', () => {
  const ana: Profile = {
    id: 'U1',
    name: 'Ana\u0000',
    email: null,
    zone: 'Mars/Olympus',
    language: null,
    kind: 'person',
  }
  expect(soundProfile(ana)).toEqual({ ...ana, name: 'Ana', zone: null })
  expect(soundProfile({ ...ana, zone: 'Asia/Calcutta' }).zone).toBe('Asia/Calcutta')
})
