/** Messages that change under the hands of the one they belong to. */
import { prepared } from './prepared.ts'

/** The adapter shows it in its answer: nothing is left to send. */
export const showInPlace = prepared((db, id: string, message: string, at: string) =>
  db
    .updateTable('delivery')
    .set((column) => ({
      message,
      revision: column('revision', '+', 1),
      sent_revision: column('revision', '+', 1),
      state: 'sent' as const,
      edited_at: at,
    }))
    .where('id', '=', id)
    .where('message', '!=', message),
)

/** To be sent; what is on its way right now keeps its lease and goes out again afterwards. */
export const queueAnew = prepared((db, id: string, message: string) =>
  db
    .updateTable('delivery')
    .set((column) => ({
      message,
      revision: column('revision', '+', 1),
      state: column
        .case()
        .when('state', '=', 'sending')
        .then('sending' as const)
        .else('queued' as const)
        .end(),
    }))
    .where('id', '=', id)
    .where('message', '!=', message),
)

/** What was taken back, or did not get through, is sent to nobody: it only says something else from now on. */
export const rewrite = prepared((db, id: string, message: string) =>
  db.updateTable('delivery').set({ message }).where('id', '=', id),
)
