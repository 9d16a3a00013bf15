/** The few words that are Teams' own: around a form, what its inputs say before anything is sent, and where an answer went. */
import type { Language } from '#platform'

const WORDS = {
  de: {
    cancel: 'Abbrechen',
    cancelled: 'Gut, nichts gesendet.',
    required: 'Hier fehlt noch etwas.',
    choose: 'Auswählen',
    wrong: 'Da stimmt noch etwas nicht: ',
    'wrong-several': 'Mehreres stimmt noch nicht. Es steht unter den Fragen.',
    quotes: '„“',
    'date-from': 'Bitte ein Datum ab ',
    'date-until': 'Bitte ein Datum bis ',
    'date-between': ' bis ',
    saved: 'Gespeichert.',
    done: 'Erledigt.',
    below: 'Unten geht es weiter.',
    told: 'Ich habe dir in unserem Chat geschrieben.',
    untold: 'Ich kann dir hier nicht allein antworten. Installiere mich bitte als App, dann schreibe ich dir.',
    trouble: 'Da ist bei mir etwas schiefgegangen. Bitte versuch es gleich noch einmal.',
  },
  en: {
    cancel: 'Cancel',
    cancelled: 'All right, nothing was sent.',
    required: 'Something is missing here.',
    choose: 'Choose',
    wrong: 'Something is not right yet: ',
    'wrong-several': 'Several things are not right yet. You find them below the questions.',
    quotes: '“”',
    'date-from': 'Please choose a date from ',
    'date-until': 'Please choose a date up to ',
    'date-between': ' to ',
    saved: 'Saved.',
    done: 'Done.',
    below: 'It goes on below.',
    told: 'I’ve written to you in our own chat.',
    untold: 'I can’t answer you alone here. Please install me as an app, and I’ll write to you.',
    trouble: 'Something went wrong on my side. Please try again in a moment.',
  },
} as const

export const word = (language: Language, name: keyof (typeof WORDS)['en']): string => WORDS[language][name]
