/** The engine's own work goes a few at a time: thousands of rounds that close at the same moment would leave no connection to whoever answers. */
import { act } from './act.ts'
import { atMost } from './at-most.ts'
import type { House, Writes } from './house.ts'

const AT_ONCE = 5

const places = new WeakMap<House, ReturnType<typeof atMost>>()

/** @param work must not ask for another one: that would wait for its place */
export const aside = <T>(house: House, work: () => Promise<T>): Promise<T> =>
  places.getOrInsertComputed(house, () => atMost(AT_ONCE))(work)

/** On SQLite there is one connection anyway, and all who wait for it share a commit. */
export const actAside = <T>(house: House, fn: (trx: Writes) => Promise<T>): Promise<T> =>
  house.db.dialect === 'sqlite' ? act(house, fn) : aside(house, () => act(house, fn))
