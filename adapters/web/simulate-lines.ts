/** What people of a dealership's after-sales might write, by the field it is written into. */
import type { Language } from '#platform'

/** `often`: how likely somebody fills the field in when they need not. */
export interface Lines {
  lines: readonly string[]
  often: number
}

type Pool = 'done' | 'next' | 'blocker' | 'other'

const OFTEN: Record<Pool, number> = { done: 0.95, next: 0.9, blocker: 0.2, other: 0.5 }

const LINES: Record<Language, Record<Pool, readonly string[]>> = {
  de: {
    done: [
      'Inspektion am Kombi abgeschlossen, Kunde holt ihn heute ab.',
      'Garantieantrag für das Getriebe eingereicht.',
      'Zwölf Radwechsel geschafft, morgen sind es noch acht.',
      'Rückruf der drei Lieferwagen vorbereitet, Teile liegen bereit.',
      'Mit der Kundin die Rechnung durchgesprochen, alles geklärt.',
      'Hebebühne 2 läuft wieder.',
      'Angebot für den Handwerksbetrieb mit fünf Fahrzeugen verschickt.',
      'Übergabe an die Filiale Ost gemacht.',
      'Offene Posten vom Oktober abgearbeitet.',
      'Neue Kollegin in die Terminplanung eingeführt.',
      'Klimaservice an zwei Fahrzeugen, einer mit Leck am Kondensator.',
      'Leihwagen für nächste Woche eingeteilt.',
    ],
    next: [
      'Teilebestellung für die Bremsen prüfen und nachfassen.',
      'Reklamation vom Dienstag in Ruhe durchgehen.',
      'Probefahrt mit dem Kunden, danach die Freigabe.',
      'Termine für die Winterreifen auf die Filialen verteilen.',
      'Kostenvoranschlag für den Unfallschaden fertig machen.',
      'Mit dem Lager die Inventur vorbereiten.',
      'Zwei Rückrufe telefonisch ankündigen.',
      'Werkstattplan für nächste Woche abstimmen.',
      'Diagnose am Elektrofahrzeug, Fehlerspeicher auslesen.',
      'Kundenzufriedenheit vom November auswerten.',
      'Bei der Versicherung wegen der Freigabe anrufen.',
    ],
    blocker: [
      'Die Bremsscheiben sind seit Montag nicht lieferbar.',
      'Das Diagnosegerät startet nach dem Update nicht mehr.',
      'Mir fehlt die Freigabe der Versicherung.',
      'Zwei Leute krank, wir schaffen die Termine am Nachmittag nicht.',
      'Die Zusage an den Kunden kenne ich nicht, wer hat mit ihm gesprochen?',
    ],
    other: [
      'Läuft gut, danke der Nachfrage.',
      'Die Absprachen zwischen den Filialen könnten kürzer sein.',
      'Wir haben uns diese Woche gut gegenseitig geholfen.',
      'Mehr Vorlauf bei Rückrufen würde uns helfen.',
      'Schön war, dass die Übergabe diesmal geklappt hat.',
    ],
  },
  en: {
    done: [
      'Service on the estate car finished, the customer collects it today.',
      'Warranty claim for the gearbox handed in.',
      'Twelve tyre changes done, eight more tomorrow.',
      'Recall of the three vans prepared, parts are here.',
      'Went through the invoice with the customer, all settled.',
      'Lift 2 is running again.',
      'Quote for the five-van tradesman sent.',
      'Handed over to the east branch.',
      'Worked off the open items of October.',
      'Showed our new colleague how we plan appointments.',
      'Air conditioning on two cars, one with a leak at the condenser.',
      'Courtesy cars for next week are assigned.',
    ],
    next: [
      'Check the order for the brakes and follow up.',
      'Go through the complaint from Tuesday calmly.',
      'Test drive with the customer, then release the car.',
      'Spread the winter tyre appointments over the branches.',
      'Finish the estimate for the accident damage.',
      'Prepare the stocktaking with the parts store.',
      'Announce two recalls by phone.',
      'Agree on the workshop plan for next week.',
      'Diagnosis on the electric car, read out the fault memory.',
      'Look at customer satisfaction for November.',
      'Call the insurer about the approval.',
    ],
    blocker: [
      'The brake discs have been out of stock since Monday.',
      'The diagnostic tester no longer starts after the update.',
      'I am still missing the approval of the insurer.',
      'Two people are ill, we will not manage the afternoon appointments.',
      'I do not know what the customer was promised; who talked to him?',
    ],
    other: [
      'Going well, thanks for asking.',
      'Arrangements between the branches could be shorter.',
      'We helped each other out well this week.',
      'More notice before recalls would help us.',
      'It was good that the handover worked this time.',
    ],
  },
}

/** A field that is called none of the known names gets lines that fit anywhere. */
export function linesFor(field: string, language: Language): Lines {
  const pool = isPool(field) ? field : 'other'
  return { lines: LINES[language][pool], often: OFTEN[pool] }
}

const isPool = (field: string): field is Pool => Object.hasOwn(OFTEN, field)
