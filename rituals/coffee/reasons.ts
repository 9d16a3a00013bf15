/** "Why this person?": what the drawing went by, in words. */
import { bullets, type Message, paragraph, type Reader } from '#ritual'
import { type Company, companyOf, namesOf } from './company.ts'
import type { CoffeeView } from './state.ts'
import { whyTogether } from './why-together.ts'

/** The one that says most, beside the name. */
export function shortReason(company: Company, reader: Reader): string {
  return newcomers(company, reader)[0] ?? lately(company, reader)
}

/** How long it is since they met; of three people, since any two of them did. */
function lately({ why, group }: Company, { t }: Reader): string {
  if (why.ago === null) return t('reason.first')
  return t(group.members.length > 2 ? 'reason.again-trio' : 'reason.again', { count: why.ago })
}

function newcomers({ why, others }: Company, { t, me }: Reader): string[] {
  if (me && why.newcomers.includes(me.id)) return [t('reason.you-new')]
  const fresh = others.filter(({ id }) => why.newcomers.includes(id))
  return fresh.length > 0 ? [t('reason.newcomer', { names: t.list(fresh.map(({ name }) => name)) })] : []
}

/** The whole of it. What rules somebody out is said as it is for everyone: not what rules out whom. */
export function reasonsMessage(view: CoffeeView, reader: Reader): Message {
  const { t } = reader
  const company = companyOf(view, reader)
  if (!company) return { summary: t('prompt.alone'), blocks: [paragraph(t('prompt.alone'))] }
  const title = t('reason.title', { names: namesOf(company.others, reader) })
  return {
    summary: title,
    blocks: [paragraph(title), bullets([...own(company, reader), t('reason.chance')]), paragraph(t('reason.how'))],
  }
}

function own(company: Company, reader: Reader): string[] {
  const { t } = reader
  const { why, group } = company
  if (whyTogether(group) === null) return [t('reason.forgotten')]
  return [
    ...(why.wished ? [t('reason.wished')] : []),
    lately(company, reader),
    ...newcomers(company, reader),
    ...(why.across ? [t('reason.across')] : []),
    ...(group.members.length > 2 ? [t('reason.trio')] : []),
  ]
}
