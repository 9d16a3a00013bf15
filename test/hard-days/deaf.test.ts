/** Whoever reads the program's output goes away, as a terminal does that is closed, or takes no more of it: the program goes on, and ends when it is asked to. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, constants, existsSync, mkdtempSync, openSync, writeSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, inject, it, onTestFinished } from 'vitest'

/** Alive, and ends when it is asked to. */
async function livesAndEnds(
  stdout: 'pipe' | number,
  meanwhile: (child: ChildProcess) => void = () => {},
): Promise<void> {
  const folder = mkdtempSync(join(inject('testFolder'), 'deaf-'))
  const port = await freePort()
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: join(import.meta.dirname, '../..'),
    env: {
      PATH: process.env['PATH'] ?? '',
      PORT: String(port),
      DATABASE_URL: `sqlite:${join(folder, 'teamrunde.db')}`,
      TEAMRUNDE_KEYS: join(folder, 'keys'),
      LOG_LEVEL: 'trace',
    },
    stdio: ['ignore', stdout, 'ignore'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  meanwhile(child)
  await untilAlive(`http://127.0.0.1:${port}/healthz`)
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
}

it('works on when nobody reads its output any more', () => livesAndEnds('pipe', (child) => child.stdout!.destroy()))

it.runIf(existsSync('/dev/full'))('works on when the disk has no room for its output', async () => {
  const full = openSync('/dev/full', 'w')
  onTestFinished(() => closeSync(full))
  await livesAndEnds(full)
})

it.runIf(process.platform === 'linux')('works on when whoever reads its output has stopped reading', async () => {
  const pipe = join(mkdtempSync(join(inject('testFolder'), 'deaf-')), 'pipe')
  execFileSync('mkfifo', [pipe])
  const end = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK)
  onTestFinished(() => closeSync(end))
  expect(() => {
    for (;;) writeSync(end, Buffer.alloc(4096))
  }).toThrow('EAGAIN')
  await livesAndEnds(end)
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function untilAlive(url: string): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    const response = await fetch(url).catch(() => null)
    if (response?.ok) return
    await sleep(100)
  }
  throw new Error(`nobody answers at ${url}`)
}
