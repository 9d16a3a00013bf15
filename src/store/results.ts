/** What remains of anonymous occurrences. */
import { prepared } from './prepared.ts'

export const documentOf = prepared((db, occurrence: string) =>
  db.selectFrom('result').select('document').where('occurrence_id', '=', occurrence),
)
