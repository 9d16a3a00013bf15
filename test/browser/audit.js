/** Looks over a page from inside of it: these functions are read by audit.ts and run in the browser. */

/** Texts whose contrast is below WCAG AA: 4.5 to 1, or 3 to 1 for large ones. */
export function faintTexts() {
  const pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  const parse = (words) => {
    pen.clearRect(0, 0, 1, 1)
    pen.fillStyle = words
    pen.fillRect(0, 0, 1, 1)
    const [red = 0, green = 0, blue = 0, alpha = 0] = pen.getImageData(0, 0, 1, 1).data
    return [red, green, blue, alpha / 255]
  }
  const over = (top, ground) => {
    const mix = (at) => top[at] * top[3] + ground[at] * (1 - top[3])
    return [mix(0), mix(1), mix(2), 1]
  }
  const groundOf = (element) => {
    if (!element) return parse(matchMedia('(prefers-color-scheme: dark)').matches ? '#000' : '#fff')
    const own = parse(getComputedStyle(element).backgroundColor)
    return own[3] === 1 ? own : over(own, groundOf(element.parentElement))
  }
  const light = ([red, green, blue]) => {
    const part = (value) => (value <= 10.31 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4)
    return 0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue)
  }
  const faint = []
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement
    const words = texts.currentNode.textContent.trim()
    const style = getComputedStyle(element)
    const gone = element.closest('.unseen, script, noscript, [disabled], [aria-disabled=true], [inert]')
    if (words === '' || gone || !element.checkVisibility({ visibilityProperty: true })) continue
    const ground = groundOf(element)
    const written = element.namespaceURI?.endsWith('svg') ? style.fill : style.color
    const [one, two] = [light(over(parse(written), ground)), light(ground)]
    const contrast = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05)
    const size = Number.parseFloat(style.fontSize)
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700)
    if (contrast < (large ? 3 : 4.5))
      faint.push(`${contrast.toFixed(2)} "${words.slice(0, 40)}" in .${element.className}`)
  }
  return faint
}

/** Buttons, links and inputs without a name. */
export function namelessControls() {
  const controls = document.querySelectorAll('button, a[href], input, select, textarea, [role=option], summary')
  return [...controls]
    .filter((control) => control.checkVisibility({ visibilityProperty: true }))
    .filter((control) => {
      const labels = 'labels' in control ? [...(control.labels ?? [])] : []
      const words = [
        control.getAttribute('aria-label'),
        control.textContent,
        ...labels.map((label) => label.textContent),
      ]
      return words.every((one) => (one ?? '').trim() === '')
    })
    .map((control) => control.outerHTML.slice(0, 120))
}

/** What sticks out sideways, other than what scrolls in a frame of its own. */
export function overflow() {
  const width = document.documentElement.clientWidth
  const out = document.documentElement.scrollWidth > width ? [`the page: ${document.documentElement.scrollWidth}`] : []
  const wide = [...document.querySelectorAll('.stage *, dialog *')].filter((element) => {
    const framed = element.closest('.table, .unseen, .skip, svg')
    return !framed && element.checkVisibility() && element.getBoundingClientRect().right > width + 1
  })
  return [...out, ...wide.map((element) => `${element.tagName} .${element.className}`)]
}
