/** A strict reader of calendar files (RFC 5545), for tests: what a calendar program would stumble over, it throws at. */

export interface IcsEvent {
  uid: string
  start: string
  end: string
  sequence: number
  modified: string
  summary: string
  description: string | null
}

export interface Ics {
  properties: Map<string, string>
  events: IcsEvent[]
}

const UTC = /^\d{8}T\d{6}Z$/

/** @throws Error saying what is wrong with the file */
export function readIcs(text: string): Ics {
  if (!text.endsWith('\r\n')) throw new Error('The last line does not end.')
  const raw = text.slice(0, -2).split('\r\n')
  for (const line of raw) {
    if (Buffer.byteLength(line) > 75) throw new Error(`A line is longer than 75 octets: ${line}`)
    if (/[^\P{Cc}\t]/u.test(line)) throw new Error(`A control character: ${JSON.stringify(line)}`)
  }
  const lines = raw
    .join('\r\n')
    .replaceAll(/\r\n[ \t]/g, '')
    .split('\r\n')
  if (lines[0] !== 'BEGIN:VCALENDAR' || lines.at(-1) !== 'END:VCALENDAR') throw new Error('This is no calendar.')
  const properties = new Map<string, string>()
  const events: IcsEvent[] = []
  let event: Map<string, string> | null = null
  for (const line of lines.slice(1, -1)) {
    const [, name = '', value = ''] = /^([A-Z-]+)(?:;[^:]*)?:(.*)$/su.exec(line) ?? []
    if (name === '') throw new Error(`A line is no property: ${line}`)
    if (name === 'BEGIN' && value === 'VEVENT' && event === null) event = new Map()
    else if (name === 'END' && value === 'VEVENT' && event !== null) {
      events.push(eventFrom(event))
      event = null
    } else {
      const into: Map<string, string> = event ?? properties
      if (into.has(name)) throw new Error(`${name} stands there twice.`)
      into.set(name, value)
    }
  }
  if (properties.get('VERSION') !== '2.0' || !properties.has('PRODID')) throw new Error('VERSION or PRODID is missing.')
  const uids = new Set(events.map(({ uid }) => uid))
  if (uids.size < events.length) throw new Error('Two entries have one UID.')
  return { properties, events }
}

function eventFrom(given: Map<string, string>): IcsEvent {
  const need = (name: string): string => {
    const value = given.get(name)
    if (value === undefined) throw new Error(`${name} is missing.`)
    return value
  }
  const instant = (name: string): string => {
    if (!UTC.test(need(name))) throw new Error(`${name} is no instant in UTC: ${need(name)}`)
    return need(name)
  }
  instant('DTSTAMP')
  if (instant('DTEND') <= instant('DTSTART')) throw new Error('It ends before it begins.')
  const description = given.get('DESCRIPTION')
  return {
    uid: need('UID'),
    start: need('DTSTART'),
    end: need('DTEND'),
    sequence: Number(need('SEQUENCE')),
    modified: instant('LAST-MODIFIED'),
    summary: plain(need('SUMMARY')),
    description: description === undefined ? null : plain(description),
  }
}

function plain(text: string): string {
  if (/(?<!\\)(?:\\\\)*[;,]/.test(text)) throw new Error(`A comma or semicolon is not escaped: ${text}`)
  return text.replaceAll(/\\(.)/gs, (_, escaped: string) => (escaped === 'n' || escaped === 'N' ? '\n' : escaped))
}
