/**
 * A database whose process can die at a chosen moment: before a transaction's first statement, in its middle, right before its commit, or right after it.
 * From then on nothing gets through any more, whoever catches the error, until a new process takes over.
 */
import type { KyselyPlugin, Transaction } from 'kysely'
import type { Schema } from '../../src/store/schema.ts'
import type { Engine, TestDatabase } from '../databases.ts'

export class Death extends Error {
  override readonly name = 'Death'
}

/** A moment at which a process may die. `what` names the tables that were written on the way there. */
export interface Moment {
  when: 'in the middle' | 'before the commit' | 'after the commit' | 'outside'
  what: string
}

export interface Fate {
  /** Every moment that was lived through, in order. */
  readonly moments: readonly Moment[]
  readonly dead: boolean
  /** A new process, which dies at the moment of this number, counted from now; never when null. */
  revive(death: number | null): void
  /** Something outside of the database happens here: a message is handed over, a key destroyed. */
  pass(what: string): void
}

/** The engine's next database is mortal, and opened once: a second `open` gives the same. */
export function mortal(engine: Engine): { engine: Engine; fate: Fate } {
  const moments: Moment[] = []
  let dead = false
  let fatal: number | null = null

  const alive = (): void => {
    if (dead) throw new Death('The process is dead.')
  }
  const pass = (when: Moment['when'], what: string): void => {
    alive()
    moments.push({ when, what })
    if (fatal === null || moments.length <= fatal) return
    dead = true
    throw new Death(`Died ${when}: ${what}`)
  }

  const fate: Fate = {
    moments,
    get dead() {
      return dead
    },
    revive(death) {
      moments.length = 0
      dead = false
      fatal = death
    },
    pass: (what) => pass('outside', what),
  }
  const open = async (): Promise<TestDatabase> => wrap(await engine.open(), alive, pass)
  return { engine: { ...engine, open: open as Engine['open'] }, fate }
}

function wrap(
  database: TestDatabase,
  alive: () => void,
  pass: (when: Moment['when'], what: string) => void,
): TestDatabase {
  const guard: KyselyPlugin = {
    transformQuery({ node }) {
      alive()
      if (['InsertQueryNode', 'UpdateQueryNode', 'DeleteQueryNode'].includes(node.kind))
        throw new Error(`${node.kind} outside of a transaction.`)
      return node
    },
    transformResult: async ({ result }) => result,
  }
  return {
    ...database,
    kysely: database.kysely.withPlugin(guard),
    async write<T>(work: (trx: Transaction<Schema>) => Promise<T>): Promise<T> {
      alive()
      const written: string[] = []
      const result = await database.write(async (trx) => {
        const watched = trx.withPlugin(watch(written, pass)) as Transaction<Schema>
        const outcome = await work(watched)
        if (written.length > 0) pass('before the commit', written.join(', '))
        return outcome
      })
      if (written.length > 0) pass('after the commit', written.join(', '))
      return result
    },
  }
}

/** Notes what a transaction writes, and gives it the chance to die half-way. */
function watch(written: string[], pass: (when: Moment['when'], what: string) => void): KyselyPlugin {
  return {
    transformQuery({ node }) {
      const table = tableOf(node)
      if (table === null) return node
      if (written.length > 0) pass('in the middle', [...written, table].join(', '))
      written.push(table)
      return node
    },
    transformResult: async ({ result }) => result,
  }
}

type Node = Parameters<KyselyPlugin['transformQuery']>[0]['node']

function tableOf(node: Node): string | null {
  switch (node.kind) {
    case 'InsertQueryNode':
      return node.into ? nameOf(node.into) : null
    case 'UpdateQueryNode':
      return node.table ? nameOf(node.table) : null
    case 'DeleteQueryNode':
      return node.from.froms[0] ? nameOf(node.from.froms[0]) : null
    default:
      return null
  }
}

const nameOf = (node: { kind: string }): string => {
  const { table } = node as { table?: { identifier?: { name?: string } } }
  return table?.identifier?.name ?? 'something'
}
