import { describe, expect, test } from 'vitest'
import {
  type Block,
  bold,
  bullets,
  buttons,
  heading,
  instant,
  mention,
  type Message,
  note,
  paragraph,
  plain,
} from '#message'
import { type PageReader, renderBlock, renderMessage } from './render.ts'

const reader: PageReader = { id: 'jana', language: 'de', zone: 'Europe/Berlin' }
const html = (...blocks: Block[]): string => renderMessage({ summary: '', blocks }, reader)

describe('what people wrote', () => {
  test('is shown as they wrote it, and never becomes markup', () => {
    const written = `<script>alert(1)</script> <img src=x onerror=alert(1)> & "quoted" 'single'`
    expect(html(paragraph(written))).toBe(
      '<p dir="auto">&lt;script&gt;alert(1)&lt;/script&gt; &lt;img src=x onerror=alert(1)&gt; &amp; &quot;quoted&quot; &#39;single&#39;</p>',
    )
  })

  test('is inert in every block and in every attribute', () => {
    const evil = `"><script>x</script>`
    const everywhere: Message = {
      summary: evil,
      blocks: [
        heading(evil),
        paragraph([
          plain(evil),
          bold(evil),
          mention({ id: evil, name: evil }),
          { type: 'code', text: evil },
          { type: 'italic', text: evil },
        ]),
        paragraph([{ type: 'link', text: evil, url: `https://example.org/${evil}` }, instant(evil, 'time')]),
        note(evil),
        bullets([evil]),
        { type: 'list', ordered: true, items: [[plain(evil)]] },
        { type: 'facts', items: [{ label: evil, value: [plain(evil)] }] },
        { type: 'table', caption: evil, columns: [evil], rows: [[evil, evil]] },
        { type: 'image', url: `/${evil}`, alt: evil },
        { type: 'image', url: evil, alt: evil },
        buttons({ action: evil, label: evil, value: evil, occurrence: evil }),
        {
          type: 'chart',
          kind: 'bars',
          title: evil,
          alt: evil,
          unit: evil,
          min: 0,
          max: 5,
          series: [{ name: evil, points: [{ label: evil, value: 3, low: 2, high: 4 }] }],
        },
      ],
    }
    const shown = renderMessage(everywhere, reader)
    expect(shown).not.toContain('<script')
    expect(shown).not.toContain('">&lt;script')
  })

  test('may be long, in any script, and with emoji', () => {
    const long = 'ä'.repeat(10_000)
    expect(html(paragraph(long))).toBe(`<p dir="auto">${long}</p>`)
    expect(html(paragraph('Läuft 👍🏽 👩‍🔧'))).toBe('<p dir="auto">Läuft 👍🏽 👩‍🔧</p>')
  })

  test('cannot turn the writing direction of its neighbours', () => {
    expect(html(paragraph([plain('Geschafft: '), plain('شكرا')]))).toBe('<p dir="auto">Geschafft: <bdi>شكرا</bdi></p>')
    expect(html(paragraph('abc\u202Etxt'))).toContain('<bdi>abc\u202Etxt</bdi>')
  })
})

test('only addresses that open as a page or a mail become links', () => {
  const link = (url: string) => html(paragraph([{ type: 'link', text: 'hier', url }]))
  expect(link('https://example.org/a?b=1&c')).toContain(
    'href="https://example.org/a?b=1&amp;c" target="_blank" rel="noopener noreferrer"',
  )
  expect(link('javascript:alert(1)')).toBe('<p dir="auto">hier</p>')
  expect(link('data:text/html,x')).toBe('<p dir="auto">hier</p>')
})

test('pictures from elsewhere are named, not loaded', () => {
  const picture = html({ type: 'image', url: 'https://example.org/x.png', alt: 'Ein Boot' })
  expect(picture).not.toContain('example.org')
  expect(picture).toContain('Ein Boot')
  expect(html({ type: 'image', url: '//example.org/x.png', alt: '' })).not.toContain('<img')
})

test('an instant is written in the zone and language of whoever reads', () => {
  const at = paragraph([instant('2026-12-03T09:00:00.000Z', 'weekday-time')])
  expect(renderBlock(at, reader).toString()).toContain('>Do, 10:00</time>')
  expect(renderBlock(at, { id: 'ana', language: 'en', zone: 'Europe/Lisbon' }).toString()).toContain(
    '>Thu, 09:00</time>',
  )
})

test('a day is written as on every platform, without a full stop after its weekday', () => {
  const at = paragraph([instant('2026-12-02T09:00:00.000Z', 'date-time')])
  expect(renderBlock(at, reader).toString()).toContain('>Mi, 2. Dez., 10:00</time>')
})

test('a button carries what a press needs to find its way', () => {
  expect(html(buttons({ action: 'answer', label: 'Antworten', style: 'primary', value: 'v', occurrence: 'o1' }))).toBe(
    '<div class="buttons"><button type="button" class="button button-primary" data-action="answer" data-value="v" data-occurrence="o1">Antworten</button></div>',
  )
})

test('who is mentioned sees that it is them', () => {
  expect(html(paragraph([mention({ id: 'jana', name: 'Jana' })]))).toContain('class="mention mention-me"')
  expect(html(paragraph([mention({ id: 'ben', name: 'Ben' })]))).toContain('class="mention"')
})
