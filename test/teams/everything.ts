/** One of everything that a message can hold. */
import { type Block, bold, bullets, buttons, type Chart, heading, instant, note, paragraph, plain } from '#message'

/** A picture that needs no network. */
const DOT = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'

const AT = '2026-12-03T09:00:00.000Z'

export const JANA = { type: 'mention', member: 'tenant-1/aad-jana', name: 'Jana Petersen' } as const

export const chart = (more: Partial<Chart> = {}): Chart => ({
  type: 'chart',
  kind: 'bars',
  title: 'Teamgeist',
  alt: 'Du siehst mehr davon als dein Team.',
  unit: '%',
  min: 0,
  max: 100,
  series: [
    {
      name: 'Du',
      points: [
        { label: 'Woche 1', value: 80 },
        { label: 'Woche 2', value: null },
      ],
    },
    {
      name: 'Team',
      points: [
        { label: 'Woche 1', value: 50, low: 20, high: 80 },
        { label: 'Woche 2', value: 60 },
      ],
    },
  ],
  ...more,
})

export const everything = (): Block[] => [
  heading('Von allem *etwas*'),
  paragraph([plain('Hallo '), bold('du'), plain(', um '), instant(AT, 'date-time')]),
  paragraph([
    { type: 'link', text: 'Mehr', url: 'https://example.test/a?b=1&c=2' },
    { type: 'code', text: 'x < y' },
  ]),
  {
    type: 'facts',
    items: [
      { label: 'Wann', value: [plain('morgen')] },
      { label: '*Wo*', value: [JANA] },
    ],
  },
  bullets(['eins', 'zwei', [JANA, plain(' fragt')]]),
  { type: 'list', ordered: true, items: [[plain('eins')]] },
  {
    type: 'table',
    caption: 'Werte',
    columns: ['Woche', 'Wert'],
    rows: [
      ['1', ''],
      ['2', '3,5'],
    ],
  },
  chart(),
  chart({ kind: 'lines' }),
  { type: 'image', url: DOT, alt: 'Ein Bild' },
  { type: 'divider' },
  note('Klein gedruckt.'),
  buttons(
    { action: 'answer', label: 'Antworten', style: 'primary', occurrence: 'o1', opens: 'form' },
    { action: 'decline', label: 'Nein' },
  ),
]
