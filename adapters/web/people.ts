/** The people of the workspace by id, kept in memory: an answer must not wait for a look-up of who sends it. */
import { problem } from './problems.ts'
import type { PageReader } from './render.ts'
import type { TeamRole, Workspace, WorkspacePerson } from './workspace.ts'

export interface People {
  /** At once when known, else after asking the workspace. @throws Problem 404 for somebody who is not there */
  find(id: string): WorkspacePerson | Promise<WorkspacePerson>
  /** Everyone, asked anew. */
  all(): Promise<WorkspacePerson[]>
}

export function createPeople(workspace: Workspace): People {
  let known = new Map<string, WorkspacePerson>()

  async function all(): Promise<WorkspacePerson[]> {
    const people = await workspace.people()
    known = new Map(people.map((person) => [person.id, person]))
    return people
  }

  async function ask(id: string): Promise<WorkspacePerson> {
    await all()
    const person = known.get(id)
    if (!person) throw problem(404, 'no-such-person', `Nobody here is called "${id}".`, 'person')
    return person
  }

  return { all, find: (id) => known.get(id) ?? ask(id) }
}

export const asReader = ({ id, language, zone }: WorkspacePerson): PageReader => ({ id, language, zone })

/** Leading one team is enough to be shown as a leader. */
export const roleOf = (person: WorkspacePerson): TeamRole =>
  (['leader', 'member'] as const).find((role) => person.teams.some((team) => team.role === role)) ?? 'observer'
