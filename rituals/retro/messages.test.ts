/** What people read, in both languages, and that nothing anybody writes can break it. */
import { describe, expect, it } from 'vitest'
import type { Entry, Message, Person, Post, Reader } from '#ritual'
import { checkForm, checkMessage, splitMessage } from '../../src/message/limits.ts'
import { plainText } from '../../src/message/text.ts'
import { anke, ben, entry, jana, readerOf, seatOf, viewOf, type Scene } from '../../test/views.ts'
import { cardsOf } from './cards.ts'
import retro from './ritual.ts'
import { FORM, type RetroView } from './state.ts'
import type { Tally } from './tally.ts'

const MARKUP = '<@U1> <!channel> *fett* [x](http://y) {{name}} $t(button.why) <script>alert(1)</script> `code`'
const LANGUAGES = ['de', 'en'] as const

const text = (message: Message | null, language: 'de' | 'en' = 'de'): string =>
  message ? plainText(message, { language, zone: 'Europe/Berlin' }) : ''

/** The occurrence of 11 November. */
const BEFORE = 'o-2026-11-11'

const drawn = (facilitator: string) => [{ key: 'round', members: [], facts: { facilitator } }]
const wrote = (who: Person, start: string): Entry =>
  entry(who, { start, stop: null, continue: null }, { form: 'cards' })

function postsOf(scene: Scene<Tally>, language: 'de' | 'en' = 'de'): Record<string, string> {
  const view = viewOf(retro, { groups: drawn('ben'), ...scene })
  const posts = [...retro.announce(view), ...(view.phase === 'closed' ? retro.report(view) : [])]
  return Object.fromEntries(
    posts.map((post) => [post.key, text(post.message(readerFor(post, view, language)), language)]),
  )
}

function readerFor({ to }: Post, view: RetroView, language: 'de' | 'en'): Reader {
  const me = typeof to === 'object' && 'member' in to ? seatOf(view, { id: to.member } as Person) : null
  return readerOf('retro', { language, me })
}

describe('what stands in the chat', () => {
  it('tells how many have written, and nobody’s words, until the cards are turned over', () => {
    const posts = postsOf({ phase: 'collect', entries: [wrote(jana, 'Geheim'), wrote(ben, 'Auch geheim')] })
    expect(Object.keys(posts)).toEqual(['retro', 'floor:ben'])
    expect(posts['retro']).toContain('2 Leute haben schon geschrieben.')
    expect(Object.values(posts).join()).not.toMatch(/geheim|Jana/i)
    const sealed = postsOf({ phase: 'collect', options: { anonymous: true }, entries: [wrote(anke, 'x')] })
    expect(sealed['retro']).not.toMatch(/geschrieben\./)
  })

  it('begins with what came of the last one, and says so when somebody is missing for it', () => {
    const promise = (key: string, owner: string, state: 'open' | 'kept', occurrence = BEFORE) => ({
      id: key,
      key,
      owner,
      state,
      occurrence,
      to: null,
      text: `Tun ${key}`,
      trigger: null,
      due: '2026-11-27',
      moved: 0,
      missed: null,
      settled: null,
    })
    const promises = [
      promise('a', 'jana', 'kept'),
      promise('b', 'long-gone', 'open'),
      promise('d', 'long-gone', 'open', 'long-before'),
    ]
    const past = [{ date: '2026-11-11' }]
    expect(viewOf(retro, { past }).history[0]!.occurrence.id).toBe(BEFORE)
    const { retro: opening } = postsOf({ phase: 'collect', promises, past })
    expect(opening).toContain('Vom letzten Mal: 1 von 2 erledigt.')
    expect(opening).toContain('• Jana, erledigt: Tun a')
    expect(opening).toContain('• Jemand, der nicht mehr dabei ist, bis Freitag, 27. November: Tun b')
    expect(opening).toContain('Mag es jemand übernehmen?')
    const view = viewOf(retro, { promises: [promise('c', 'jana', 'open')] })
    const asked = text(retro.prompt(view, readerOf('retro', { me: seatOf(view, jana) })))
    expect(asked).toContain(
      'Von dir ist noch offen:\n\nBis Freitag, 27. November: Tun c\n\n[Erledigt] [Neuer Tag] [Entfällt]',
    )
  })

  it('tells whoever facilitates what is together already, and whoever handed on that it is theirs no more', () => {
    const cards = [wrote(jana, 'Übergabe am Telefon\nWerkzeug'), wrote(ben, 'Übergabe mit Foto')]
    const sorting = { phase: 'group', now: '2026-12-04T08:30:00.000Z' }
    const view = viewOf(retro, { ...sorting, groups: drawn('ben'), entries: cards })
    const alike = cardsOf(view).flatMap((card) => (card.text.startsWith('Übergabe') ? [card.id] : []))
    const merged = entry(ben, { 'cards-1': alike, title: 'Gute Übergaben' }, { form: FORM.group })
    const handedOn = entry(ben, { to: 'jana' }, { form: FORM.handOver, at: '2026-12-04T08:25:00.000Z' })
    const before = postsOf({ ...sorting, entries: [...cards, merged] })
    expect(before['floor:group:ben']).toContain('Schon beisammen:\n\n• Gute Übergaben (2)')
    const after = postsOf({ ...sorting, entries: [...cards, merged, handedOn] })
    expect(after['floor:group:jana']).toContain('Was gehört zusammen?')
    expect(after['floor:group:ben']).toBe('Jana moderiert jetzt. Danke, dass du Bescheid gegeben hast.')
    // The notes that had come with the topics, but none to whoever had gone before them.
    const discuss = { phase: 'discuss', now: '2026-12-06T08:30:00.000Z' }
    const late = { ...handedOn, at: '2026-12-06T08:25:00.000Z' }
    expect(postsOf({ ...discuss, entries: [...cards, handedOn] })).not.toHaveProperty('floor:discuss:ben')
    expect(postsOf({ ...discuss, entries: [...cards, late] })['floor:discuss:ben']).toContain('Jana moderiert jetzt')
  })

  it('warns before sealed cards are replaced, which nobody but their writer could show', () => {
    const view = viewOf(retro, { phase: 'collect', options: { anonymous: true } })
    for (const status of ['asked', 'answered'] as const) {
      const reader = readerOf('retro', { me: { ...seatOf(view, jana), status } })
      const intro = plainText(
        { summary: '', blocks: [{ type: 'text', text: retro.forms[FORM.sealed]!.build(view, reader).intro! }] },
        { language: 'de', zone: 'Europe/Berlin' },
      )
      expect(intro).toContain('ersetzt das hier sie alle')
    }
    const me = { ...seatOf(view, jana), status: 'answered' as const }
    expect(text(retro.prompt(view, readerOf('retro', { me })))).toMatch(/durch neue ersetzen\.\n\n\[Neu schreiben\]/)
  })

  it('says before anybody writes that sealed cards of too few people are never shown', () => {
    const view = viewOf(retro, { phase: 'collect', options: { anonymous: true } })
    const few: RetroView = { ...view, team: { ...view.team, size: 4 } }
    const shown = (of: RetroView, language: 'de' | 'en'): string[] => {
      const reader = readerOf('retro', { language, me: seatOf(of, jana) })
      const form = {
        summary: '',
        blocks: [{ type: 'text' as const, text: retro.forms[FORM.sealed]!.build(of, reader).intro! }],
      }
      const opening = retro.announce(of).find(({ key }) => key === 'retro')!
      const channel = opening.message(readerOf('retro', { language, me: null }))
      return [retro.prompt(of, reader), form, channel].map((message) => text(message, language))
    }
    for (const said of shown(few, 'de')) expect(said).toMatch(/Ihr seid weniger als 5.*ungelesen gelöscht/)
    for (const said of shown(few, 'en')) expect(said).toMatch(/fewer than 5 of you.*deleted unread/)
    for (const said of shown(view, 'de')) expect(said).not.toContain('gelöscht')
  })

  it('is a summary that can be read in a minute', () => {
    const item = { what: 'rufe ich an', when: 'es bis Mittag nicht fertig ist', owner: 'jana', due: '2026-12-11' }
    const entries = [wrote(jana, 'Übergabe'), wrote(ben, 'Kaffee'), entry(ben, item, { form: FORM.action })]
    expect(postsOf({ phase: 'closed', entries })['report']).toBe(
      [
        'Morgenrunde · Mittwoch, 2. Dezember',
        'Worum es ging (2 Karten)',
        '1. Übergabe\n2. Kaffee',
        'Was wir uns vornehmen',
        '• Jana, bis Freitag, 11. Dezember: Wenn es bis Mittag nicht fertig ist: rufe ich an',
        'Damit beginnt die nächste Retro.',
        'Danke an alle, die geschrieben und mitgeredet haben, und an Ben fürs Moderieren.',
      ].join('\n\n'),
    )
    const english = postsOf({ phase: 'closed', entries }, 'en')['report']
    expect(english).toContain('• Jana, by Friday, 11 December: When es bis Mittag')
    expect(english).toContain('Thank you to all who wrote and joined in, and to Ben for facilitating.')
  })

  it('is kind when there is nothing', () => {
    const view = viewOf(retro, { phase: 'vote', options: { anonymous: true } })
    const prompt = text(retro.prompt(view, readerOf('retro', { me: seatOf(view, jana) })))
    expect(prompt).toMatch(/^Diesmal haben weniger als 5 Leute Karten geschrieben/)
    expect(postsOf({ phase: 'closed' })['report']).toContain('Diesmal kamen keine Karten. Auch das darf sein.')
    const nobody = { phase: 'closed', members: [], leaders: [], groups: [] }
    expect(postsOf(nobody)).toEqual({ report: expect.stringContaining('zu wenige'), observers: expect.any(String) })
  })
})

describe('forty people with ten cards in every column', () => {
  const crowd = Array.from({ length: 40 }, (_, index) => ({ id: `m${index}`, name: `Mitglied ${index}`, unit: null }))
  const lines = (who: number): string =>
    Array.from({ length: 10 }, (_, line) => (line === 0 ? MARKUP : `Karte ${who} ${line} ${'lang '.repeat(30)}`)).join(
      '\n',
    )
  const entries = crowd.map((who, index) =>
    entry(who, { start: lines(index), stop: lines(index + 50), continue: 'a'.repeat(2000) }, { form: 'cards' }),
  )

  it.each(['group', 'vote', 'discuss', 'act', 'closed'])('fit into what is sent while it is %s', (phase) => {
    const view = viewOf(retro, { phase, members: crowd, groups: drawn('m3'), entries })
    for (const post of [...retro.announce(view), ...retro.report(view)]) {
      for (const language of LANGUAGES) {
        for (const part of splitMessage(post.message(readerFor(post, view, language)))) checkMessage(part, post.key)
      }
    }
    for (const [name, { build }] of Object.entries(retro.forms))
      checkForm(build(view, readerOf('retro', { me: seatOf(view, crowd[3]!) })), name)
  })

  it('say that nobody voted, instead of fewer votes for the rest', () => {
    const view = viewOf(retro, { phase: 'discuss', members: crowd, groups: drawn('m3'), entries })
    const list = retro.announce(view).find(({ key }) => key === 'discuss')!
    for (const [language, said, untrue] of [
      ['de', 'Abgestimmt hat niemand', 'weniger Stimmen'],
      ['en', 'Nobody voted', 'fewer votes'],
    ] as const) {
      const told = JSON.stringify(list.message(readerFor(list, view, language)))
      expect(told).toContain(said)
      expect(told).not.toContain(untrue)
    }
  })

  it('stay what they are: plain text, whole', () => {
    const view = viewOf(retro, { phase: 'discuss', members: crowd, groups: drawn('m3'), entries })
    const column = retro.announce(view).find(({ key }) => key === 'cards:start')!
    const blocks = column.message(readerOf('retro')).blocks
    const nodes = blocks.flatMap((block) => (block.type === 'list' ? block.items.flat() : []))
    expect(nodes.filter((node) => JSON.stringify(node).includes('script')).every(({ type }) => type === 'plain')).toBe(
      true,
    )
    expect(nodes.filter((node) => 'text' in node && node.text === MARKUP)).toHaveLength(40)
    expect(cardsOf(view).length).toBeGreaterThan(800)
  })
})
