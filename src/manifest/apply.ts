/** Puts a manifest into force: from here on the database says the same as the file. */
import { createHash } from 'node:crypto'
import { sql, type Transaction } from 'kysely'
import { audit } from '../store/audit.ts'
import { type InstantText, json, parse } from '../store/codecs.ts'
import type { Database } from '../store/database.ts'
import type { Schema } from '../store/schema.ts'
import { applyPeople } from './apply-people.ts'
import { applyRituals } from './apply-rituals.ts'
import { applyTeams } from './apply-teams.ts'
import { canonical, type Change, diffManifests } from './diff.ts'
import type { Manifest } from './schema.ts'

/** Any number, as long as nothing else takes the same lock. */
const LOCK = 7_230_001

/** What every step of applying needs: the transaction, both manifests, and the time as the tables store it. */
export interface Application {
  trx: Transaction<Schema>
  applied: Manifest | null
  next: Manifest
  now: InstantText
}

/**
 * Applies a manifest in one transaction and returns what that changed: nothing when it is in force already. Replicas that start together
 * go one after the other, and the second finds nothing to do.
 *
 * Nothing is lost: people who left keep their row, a removed ritual its history.
 *
 * @throws ProblemError when a ritual comes back, or goes on, as another kind
 */
export async function applyManifest(db: Database, manifest: Manifest, now: InstantText): Promise<Change[]> {
  const digest = digestOf(manifest)
  return db.write(async (trx) => {
    if (db.dialect === 'postgres') await sql`select pg_advisory_xact_lock(${sql.lit(LOCK)})`.execute(trx)
    const newest = await newestOf(trx)
    if (newest?.digest === digest) return []
    const applied = newest ? parse<Manifest>(newest.document) : null
    const application: Application = { trx, applied, next: manifest, now }
    const ids = await applyPeople(application)
    await applyTeams(application, ids)
    await applyRituals(application)
    await trx
      .insertInto('manifest')
      .values({ digest, document: json(manifest), applied_at: application.now })
      .execute()
    const changes = diffManifests(applied, manifest)
    await audit(trx, {
      at: now,
      what: 'apply',
      actor: null,
      ritual: null,
      detail: `${changes.length} changes, ${digest.slice(0, 12)}`,
    })
    return changes
  })
}

/** The manifest in force, or null when none was ever applied. */
export async function readApplied(db: Database): Promise<Manifest | null> {
  const newest = await newestOf(db.kysely)
  return newest ? parse<Manifest>(newest.document) : null
}

function newestOf(db: Database['kysely'] | Transaction<Schema>) {
  return db.selectFrom('manifest').select(['digest', 'document']).orderBy('id', 'desc').limit(1).executeTakeFirst()
}

function digestOf(manifest: Manifest): string {
  return createHash('sha256').update(canonical(manifest)).digest('hex')
}
