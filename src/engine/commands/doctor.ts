/**
 * `doctor`: what is wrong with the set-up, for whoever looks after it. To look takes calls to the platforms, which no reply may wait for: what was found
 * comes as a message of its own, like everything that is sent.
 */
import { type Block, bold, bullets, heading, paragraph, plain } from '#message'
import type { Finding, Reply } from '#platform'
import type { Speak } from '#ritual'
import { fault } from '../../log.ts'
import { act } from '../act.ts'
import { addressesOf } from '../address.ts'
import { type Caller, notice } from '../caller.ts'
import { type House, nowText } from '../house.ts'
import { post } from '../outbox.ts'
import type { Command } from './command.ts'

/** More of one part is for the machine's own `teamrunde doctor`. */
const MOST = 12
const LONGEST = 600

export const doctor: Command = {
  name: 'doctor',
  words: { de: ['doktor', 'diagnose', 'prüfen'], en: ['doctor', 'diagnosis'] },
  who: 'admin',
  run: async (house, caller) => look(house, caller),
}

/** Houses that are being looked into; asking twice looks once. */
const looking = new WeakSet<House>()

function look(house: House, caller: Caller): Reply {
  if (looking.has(house)) return notice(caller.t('doctor.looking'))
  looking.add(house)
  void house
    .examine()
    .then((parts) => send(house, caller, reportBlocks(caller.t, parts)))
    .catch((error: unknown) => {
      house.log.error(fault(error), 'the doctor could not look')
      return send(house, caller, [paragraph(caller.t('doctor.failed'))])
    })
    .catch((error: unknown) => house.log.error(fault(error), 'the doctor could not tell what was found'))
    .finally(() => looking.delete(house))
  return notice(caller.t('doctor.begun'))
}

function reportBlocks(t: Speak, parts: readonly Part[]): Block[] {
  const all = parts.flatMap(({ findings }) => findings)
  const count = (level: Finding['level']): number => all.filter((finding) => finding.level === level).length
  return [
    heading(t('doctor.title')),
    paragraph(verdict(t, count('wrong'), count('look'))),
    ...parts.flatMap((part) => partBlocks(t, part)),
  ]
}

function verdict(t: Speak, wrong: number, odd: number): string {
  if (wrong > 0) return t('doctor.wrong', { count: wrong })
  return odd > 0 ? t('doctor.works', { count: odd }) : t('doctor.all-well')
}

type Part = Awaited<ReturnType<House['examine']>>[number]

/** What is fine is counted, everything else is told with what to do about it. */
function partBlocks(t: Speak, { name, findings }: Part): Block[] {
  const odd = findings.filter(({ level }) => level !== 'fine')
  const fine = findings.length - odd.length
  const said = odd.slice(0, MOST).map((finding) => [plain(findingWords(t, finding))])
  const more = odd.length > MOST ? [[plain(t('doctor.more', { count: odd.length - MOST }))]] : []
  return [
    paragraph([bold(name), plain(fine > 0 ? ` · ${t('doctor.fine', { count: fine })}` : '')]),
    ...(said.length > 0 ? [bullets([...said, ...more])] : []),
  ]
}

/** The findings are the same as at the machine, and in its language. */
function findingWords(t: Speak, { level, what, todo }: Finding): string {
  const words = [`${t(`doctor.level.${level}`)}: ${what}`, ...(todo === undefined ? [] : [todo])].join(' ')
  return words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words
}

async function send(house: House, { t, member, language, zone }: Caller, blocks: Block[]): Promise<void> {
  const notBefore = nowText(house)
  const person = { id: member.id, language, zone }
  const address = (await addressesOf(house, house.db.kysely, null, [person])).get(member.id)
  if (address === undefined) return
  const message = { summary: t('doctor.title'), blocks }
  const draft = { ...address, occurrence: null, key: `doctor:${notBefore}`, under: null, message, notBefore }
  await act(house, (trx) => post(house, trx, [draft]))
}
