/** The few words that are Teams' own: around a form, and what its inputs say before anything is sent. */
import type { Language } from '#platform'

const WORDS = {
  de: {
    cancel: 'Abbrechen',
    cancelled: 'Gut, nichts gesendet.',
    required: 'Hier fehlt noch etwas.',
    choose: 'Auswählen',
    wrong: 'Da stimmt noch etwas nicht: ',
    'date-from': 'Bitte ein Datum ab ',
    'date-until': 'Bitte ein Datum bis ',
    'date-between': ' bis ',
  },
  en: {
    cancel: 'Cancel',
    cancelled: 'All right, nothing was sent.',
    required: 'Something is missing here.',
    choose: 'Choose',
    wrong: 'Something is not right yet: ',
    'date-from': 'Please choose a date from ',
    'date-until': 'Please choose a date up to ',
    'date-between': ' to ',
  },
} as const

export const word = (language: Language, name: keyof (typeof WORDS)['en']): string => WORDS[language][name]
