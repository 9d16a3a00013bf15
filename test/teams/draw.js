/** Draws cards in a page and looks at them from inside of it: these functions are read by draw.ts and run in the browser. */

/** Each card in a frame of its own, with the name it is found by. */
export function drawCards({ cards, config, theme }) {
  const markdown = window.markdownit()
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = markdown.render(text)
    result.didProcess = true
  }
  document.documentElement.className = theme
  document.body.replaceChildren(
    ...cards.map(({ name, card }) => {
      const drawing = new AdaptiveCards.AdaptiveCard()
      drawing.hostConfig = new AdaptiveCards.HostConfig(config)
      drawing.parse(card)
      const frame = document.createElement('article')
      frame.dataset.name = name
      frame.append(drawing.render())
      return frame
    }),
  )
}

/** What sticks out of its card, or is cut within its button. */
export function cutOff() {
  return [...document.querySelectorAll('article')].flatMap((card) => {
    const { left, right } = card.getBoundingClientRect()
    const shown = [...card.querySelectorAll('*')].filter((one) => one.checkVisibility())
    const out = shown.filter((one) => {
      const box = one.getBoundingClientRect()
      return box.width > 0 && (box.left < left - 1 || box.right > right + 1)
    })
    const cut = shown.filter(
      (one) => one.matches('button, p, span, label') && one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0,
    )
    return [...out, ...cut].map(
      (one) => `${card.dataset.name}: ${one.tagName} "${(one.textContent ?? '').slice(0, 40)}"`,
    )
  })
}

/** What somebody reads on each card, by its name. */
export function readCards() {
  return Object.fromEntries(
    [...document.querySelectorAll('article')].map((card) => [
      card.dataset.name,
      [
        card.innerText,
        ...[...card.querySelectorAll('option, img, input, textarea')].map((one) =>
          [one.value, one.alt, one.placeholder, one.textContent].join(' '),
        ),
      ].join('\n'),
    ]),
  )
}

/** The buttons of each card, by its name. */
export function buttonsOn() {
  return Object.fromEntries(
    [...document.querySelectorAll('article')].map((card) => [
      card.dataset.name,
      [...card.querySelectorAll('.ac-pushButton')]
        .filter((one) => one.checkVisibility())
        .map((one) => one.innerText.trim()),
    ]),
  )
}
