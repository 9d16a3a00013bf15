/** The few words that are Slack's own: around a form, and where Slack lets something be done in one way only. */
import type { Language } from '#platform'

const WORDS = {
  de: {
    cancel: 'Abbrechen',
    close: 'Schließen',
    open: 'Öffnen',
    'open-summary': 'Ein Klick, dann geht es weiter.',
    busy: 'Slack nimmt gerade nichts an. Bitte drück in einer Minute noch einmal.',
  },
  en: {
    cancel: 'Cancel',
    close: 'Close',
    open: 'Open',
    'open-summary': 'One click, and on it goes.',
    busy: 'Slack is not taking anything right now. Please press again in a minute.',
  },
} as const

export const word = (language: Language, name: keyof (typeof WORDS)['en']): string => WORDS[language][name]
