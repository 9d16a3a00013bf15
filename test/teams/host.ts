/** How Teams draws cards, as far as its documentation and its clients show it: letters, spaces and colours, on a desktop and on a phone. */

export type Theme = 'light' | 'dark'

export interface Screen {
  name: 'desktop' | 'phone'
  /** Of the card, in CSS pixels. */
  width: number
}

export const SCREENS: readonly Screen[] = [
  { name: 'desktop', width: 600 },
  { name: 'phone', width: 340 },
]

interface Colours {
  ground: string
  frame: string
  page: string
  text: string
  subtle: string
  accent: string
  good: string
  warning: string
  attention: string
  emphasis: string
}

const COLOURS: Record<Theme, Colours> = {
  light: {
    page: '#f5f5f5',
    ground: '#ffffff',
    frame: '#d1d1d1',
    text: '#242424',
    subtle: '#616161',
    accent: '#4f52b2',
    good: '#0e700e',
    warning: '#8a3707',
    attention: '#b10e1c',
    emphasis: '#f0f0f0',
  },
  dark: {
    page: '#1f1f1f',
    ground: '#292929',
    frame: '#525252',
    text: '#ffffff',
    subtle: '#adadad',
    accent: '#a6a7dc',
    good: '#92c353',
    warning: '#f2b661',
    attention: '#e8838f',
    emphasis: '#333333',
  },
}

const FONT = "'Segoe UI', 'Open Sans', system-ui, sans-serif"

export function hostConfig(theme: Theme, screen: Screen): object {
  const colours = COLOURS[theme]
  const shade = (colour: string) => ({ default: colour, subtle: colour === colours.text ? colours.subtle : colour })
  const style = (backgroundColor: string) => ({
    backgroundColor,
    borderColor: colours.frame,
    foregroundColors: {
      default: shade(colours.text),
      dark: shade(colours.text),
      light: shade(colours.subtle),
      accent: shade(colours.accent),
      good: shade(colours.good),
      warning: shade(colours.warning),
      attention: shade(colours.attention),
    },
  })
  return {
    hostCapabilities: { capabilities: null },
    choiceSetInputValueSeparator: ',',
    supportsInteractivity: true,
    spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
    separator: { lineThickness: 1, lineColor: colours.frame },
    fontTypes: {
      default: fontType(FONT),
      monospace: fontType("'Courier New', Courier, monospace"),
    },
    containerStyles: { default: style(colours.ground), emphasis: style(colours.emphasis) },
    actions: {
      maxActions: 6,
      spacing: 'default',
      buttonSpacing: 8,
      showCard: { actionMode: 'inline', inlineTopMargin: 16 },
      actionsOrientation: screen.name === 'phone' ? 'vertical' : 'horizontal',
      actionAlignment: screen.name === 'phone' ? 'stretch' : 'left',
    },
    textStyles: { heading: { size: 'large', weight: 'bolder' }, columnHeader: { weight: 'bolder' } },
    inputs: {
      label: {
        inputSpacing: 'small',
        requiredInputs: { weight: 'bolder', suffix: ' *', suffixColor: 'attention' },
        optionalInputs: { weight: 'bolder' },
      },
      errorMessage: { color: 'attention', spacing: 'small' },
    },
    table: { cellSpacing: 8 },
  }
}

const fontType = (fontFamily: string) => ({
  fontFamily,
  fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
  fontWeights: { lighter: 200, default: 400, bolder: 600 },
})

/** What a host config can't say. */
export function hostStyle(theme: Theme, { width }: Screen): string {
  const { page, ground, frame, text, accent } = COLOURS[theme]
  const onAccent = theme === 'light' ? '#ffffff' : '#1f1f1f'
  return `
    :root { color-scheme: ${theme} }
    body { margin: 0; padding: 12px; background: ${page}; color: ${text}; font: 14px/20px ${FONT} }
    article { width: ${width}px; margin: 0 0 12px; background: ${ground}; border: 1px solid ${frame}; border-radius: 6px; overflow-wrap: anywhere }
    .ac-pushButton { font: 600 14px/20px ${FONT}; padding: 5px 12px; border: 1px solid ${frame}; border-radius: 4px; background: ${ground}; color: ${text}; max-width: 100% }
    .ac-pushButton.style-positive { background: ${accent}; border-color: ${accent}; color: ${onAccent} }
    .ac-pushButton.style-destructive { color: ${COLOURS[theme].attention}; border-color: ${COLOURS[theme].attention} }
    .ac-anchor { color: ${accent} }
    .ac-input { font: 14px/20px ${FONT}; color: ${text}; background: ${ground}; border: 1px solid ${frame}; border-radius: 4px; padding: 5px 8px; box-sizing: border-box; width: 100% }
    .ac-input input[type=radio], .ac-input input[type=checkbox] { margin: 3px }
    div.ac-input { border: 0; padding: 0 }
    textarea.ac-input { min-height: 64px }
    p { margin: 0 }
  `
}
