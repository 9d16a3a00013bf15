/**
 * Whatever comes in at any of the public entrances: no crash, no fault of ours, an answer in time, a sentence for whoever is wrong, and nothing of it in
 * the log. A further entrance is one line in `ENTRANCES`. FUZZ=5000 tries more, from another beginning each time.
 */
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { discoverRituals } from '../../src/engine/discovery.ts'
import { databases } from '../databases.ts'
import { tries } from '../depth.ts'
import { addressesAt } from './addresses.ts'
import type { Opened } from './entrance.ts'
import { type Inside, openInside } from './events.ts'
import { MARK } from './inputs.ts'
import { commandLine, commandWords, environment } from './machine.ts'
import { manifestOf } from './manifest.ts'
import { openPlayground, type Playground } from './playground.ts'
import { openSlackDoor, type SlackDoor } from './slack.ts'
import { openTeamsDoor, type TeamsDoor } from './teams.ts'

const RUNS = Number(process.env['FUZZ'] ?? tries(40).numRuns)
const SEED = process.env['FUZZ'] === undefined ? 20261130 : Date.now()

const rituals = await discoverRituals()
let playground: Playground
let slack: SlackDoor
let teams: TeamsDoor
const insides: Inside[] = []
const strayed: unknown[] = []
const stray = (error: unknown): void => void strayed.push(error)

beforeAll(async () => {
  process.on('unhandledRejection', stray)
  playground = await openPlayground(mkdtempSync(join(inject('testFolder'), 'fuzz-')), rituals)
  slack = await openSlackDoor()
  teams = await openTeamsDoor()
  for (const engine of databases) insides.push(await openInside(engine))
})
afterAll(async () => {
  process.off('unhandledRejection', stray)
  for (const each of [playground, slack, teams, ...insides]) await each?.[Symbol.asyncDispose]()
})

/** What is slow to enter is entered less often. */
const ENTRANCES: Record<string, { open: () => Opened[]; runs: number }> = {
  'the manifest': { open: () => [manifestOf(rituals)], runs: RUNS },
  'the environment': { open: () => [environment], runs: RUNS },
  'words behind commands': { open: () => [commandWords()], runs: RUNS / 2 },
  'the command line': { open: () => [commandLine], runs: RUNS / 20 },
  'events of platforms': { open: () => insides.map((inside) => inside.entrance), runs: RUNS },
  'the playground': { open: () => playground.entrances, runs: RUNS },
  'the open addresses': { open: () => [addressesAt(playground.program.url)], runs: RUNS },
  'Slack’s door': { open: () => slack.entrances, runs: RUNS },
  'Teams’ door': { open: () => teams.entrances, runs: RUNS },
}

/** What Slack refuses to do with an id that nobody has is told by its SDK as an error. */
const isFault = (line: string): boolean => /"level":[56]0/.test(line) && !/"msg":"slack"/.test(line)

describe('whatever comes in', () => {
  it.each(Object.entries(ENTRANCES))(
    'at %s is taken or refused decently',
    async (_, { open, runs }) => {
      for (const each of open()) {
        await each.fuzz(Math.ceil(runs), SEED).catch((error: unknown) => {
          throw new Error(`${each.name}: ${String(error instanceof Error ? error.message : error)}`, { cause: error })
        })
      }
    },
    600_000,
  )

  it('is in no log, has caused no fault, and has left the program small', async () => {
    expect(strayed).toEqual([])
    const { lines } = playground.program
    for (const log of [lines.join('\n'), slack.story.logged(), teams.story.logged()]) {
      expect(log).not.toContain(MARK)
      expect(log.split('\n').filter(isFault)).toEqual([])
    }
    expect(lines.join('\n')).toContain('"ready"')
    const { text } = await playground.program.get('/metrics')
    const [, bytes] = /^process_resident_memory_bytes (\S+)$/m.exec(text)!
    expect(Number(bytes)).toBeLessThan(700_000_000)
  })
})
