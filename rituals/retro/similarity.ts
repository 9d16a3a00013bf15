/**
 * Which cards may belong together: those that share a word. Crude on purpose, the same in every language, and always explained by the word
 * itself; a person decides.
 */

export interface Similar {
  /** The shared word as it stands on the first of the cards. */
  word: string
  /** Ids, in the order given. */
  cards: string[]
}

interface Text {
  id: string
  text: string
}

const SHORTEST = 4
const STEM = 6
/** Marks of plural, case and tense in German and English. */
const ENDING = /(?:ings?|ern?|en|es|ed|e|n|s)$/
/** A word on more than this share of many cards says nothing about any of them. */
const TOO_COMMON = 0.4
const MANY = 8

/** Words that stand in sentences about anything. */
const EVERYWHERE = new Set(
  (
    'aber alle alles also auch beim bitte damit dann dass dein deine denn dich diese dieser dieses doch durch eine einem einen einer eines ' +
    'endlich etwas euch fast für geht gibt haben habe hatte hatten immer ihre jede jeder jedes kann kein keine können machen machte manchmal mehr mein meine ' +
    'mich muss müssen nach nicht nichts noch oder oft ohne schon sehr sein seine sich sind sollte sollten soll über unser unsere unter viel viele vom ' +
    'wann waren warum weil welche wenig weniger wenn werden wieder will wird wurde wurden zwar zwischen ' +
    'about after again all also always and any are because been before being both could does done down each even every from getting give good have having ' +
    'here into just keep less like little lot lots made make making many more most much must need never nobody none nothing often only other our over please quite ' +
    'really same should some such than thank thanks that the their them then there these they thing things this those too towards under until very want was were what ' +
    'when where which while will with within without would your gut gute guter gutes'
  ).split(' '),
)

/** Groups that don't overlap, the largest first; as many as are asked for. */
export function similarIn(texts: readonly Text[], most: number): Similar[] {
  const found = [...byStem(texts).values()].filter(({ cards }) => isTelling(cards.length, texts.length))
  const taken = new Set<string>()
  const groups: Similar[] = []
  for (const { word, cards } of found.toSorted(moreFirst)) {
    const free = cards.filter((card) => !taken.has(card))
    if (free.length < 2) continue
    for (const card of free) taken.add(card)
    groups.push({ word, cards: free })
    if (groups.length === most) break
  }
  return groups
}

/** With how many others each card shares a word: what many speak of comes first where not everything can be shown. */
export function closeness(texts: readonly Text[]): Map<string, number> {
  const shared = new Map(texts.map(({ id }) => [id, 0]))
  for (const { cards } of byStem(texts).values()) {
    if (!isTelling(cards.length, texts.length)) continue
    for (const card of cards) shared.set(card, shared.get(card)! + cards.length - 1)
  }
  return shared
}

const isTelling = (on: number, of: number): boolean => on > 1 && (of < MANY || on <= of * TOO_COMMON)

/** Longer words tell more; the alphabet decides what is left. */
function moreFirst(one: Similar, other: Similar): number {
  return (
    other.cards.length - one.cards.length ||
    other.word.length - one.word.length ||
    (one.word < other.word ? -1 : one.word > other.word ? 1 : 0)
  )
}

function byStem(texts: readonly Text[]): Map<string, Similar> {
  const stems = new Map<string, Similar>()
  for (const { id, text } of texts) {
    for (const [stem, word] of stemsIn(text)) {
      const known = stems.get(stem)
      if (known) known.cards.push(id)
      else stems.set(stem, { word, cards: [id] })
    }
  }
  return stems
}

/** Stems with the word each was first found in. */
function stemsIn(text: string): Map<string, string> {
  const stems = new Map<string, string>()
  for (const [word] of text.matchAll(/[\p{L}\p{M}\p{N}]+/gu)) {
    const stem = stemOf(word)
    if (stem !== null && !stems.has(stem)) stems.set(stem, word)
  }
  return stems
}

/** Without marks over letters, ending and tail; null for words that are too short or too common to tell anything. */
export function stemOf(word: string): string | null {
  const lower = word.toLowerCase()
  if (EVERYWHERE.has(lower)) return null
  const bare = lower.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('ß', 'ss')
  if (bare.length < SHORTEST) return null
  const ending = ENDING.exec(bare)
  const stem = ending && ending.index >= SHORTEST ? bare.slice(0, ending.index) : bare
  return stem.slice(0, STEM)
}
