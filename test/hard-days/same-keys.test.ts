/** A replica that brings a folder of keys of its own would find every open poll void: it is told at its start. */
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { expect, inject, it } from 'vitest'
import { databases } from '../databases.ts'
import { company, round } from './company.ts'
import { runProgram, startProgram } from './program.ts'

const postgres = databases.find((engine) => engine.dialect === 'postgres')!
const manifest = company({ rituals: round("every: day, at: '09:00', window: 4h, reminder: none") })

it('is refused while others run with theirs, and at home where nobody else is', async () => {
  const db = await postgres.openEmpty()
  try {
    const folder = mkdtempSync(join(inject('testFolder'), 'keys-'))
    const env = { DATABASE_URL: db.url, TEAMRUNDE_PLAYGROUND: '1' }
    const elsewhere = { ...env, TEAMRUNDE_KEYS: join(folder, 'other-keys') }
    await using first = await startProgram({ folder, manifest, env })
    await using second = await startProgram({ folder, manifest, env })
    const { code, said } = await runProgram({ folder, manifest, env: elsewhere })
    expect(code).toBe(1)
    expect(said).toMatch(/^TEAMRUNDE_KEYS is not the folder that the other replicas use/m)
    expect(first.lines.concat(second.lines).filter((line) => line.includes('fell silent'))).toEqual([])
    await first.terminate()
    await second.terminate()
    await using third = await startProgram({ folder, manifest, env: elsewhere })
    expect((await third.get('/readyz')).status).toBe(200)
  } finally {
    await db.close()
  }
})
