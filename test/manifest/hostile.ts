/** A collection of mistakes: what is put in the place of what in the small manifest, and every line that is said about it. */
export const hostile: Record<string, [from: string, to: string, ...told: string[]][]> = {
  keys: [
    [
      '  language: de',
      '  langage: de',
      '2:3  organisation.language  expected de or en, found nothing.',
      '3:3  organisation.langage  expected name, language, zone, workWeek, workingHours, quietHours, overview or holidays, found "langage". Did you mean "language"?',
    ],
    [
      'rituals:\n',
      'priwacy: {}\nrituals:\n',
      '23:1  priwacy  expected organisation, admins, people, units, teams, rituals or privacy, found "priwacy". Did you mean "privacy"?',
    ],
    [
      'at: 09:00 }',
      'at: 09:00, widow: 3h }',
      '27:57  rituals[0].schedule.widow  expected every, on, at, rrule, cron, zone, onHoliday, starting, window or reminder, found "widow". Did you mean "window"?',
    ],
    [
      'at: 10:00 }',
      'at: 10:00 }\n    options: { lenght: long }',
      '32:16  rituals[1].options.lenght  expected length, found "lenght". Did you mean "length"?',
    ],
    [
      'admins:',
      'constructor: 1\nadmins:',
      '6:1  constructor  expected organisation, admins, people, units, teams, rituals or privacy, found "constructor".',
    ],
    [
      'admins:',
      '__proto__: { admins: [] }\nadmins:',
      '6:1  __proto__  expected organisation, admins, people, units, teams, rituals or privacy, found "__proto__".',
    ],
  ],
  values: [
    ['language: de', 'language: fr', '3:13  organisation.language  expected de or en, found "fr".'],
    ['language: de', 'language:', '3:12  organisation.language  expected de or en, found nothing.'],
    [
      'zone: Europe/Berlin',
      'zone: Europe/Berln',
      '4:9  organisation.zone  expected an IANA time zone such as Europe/Berlin, found "Europe/Berln". Did you mean "Europe/Berlin"?',
    ],
    [
      'zone: Europe/Lisbon',
      'zone: Lisboa',
      '13:79  people[2].zone  expected an IANA time zone such as Europe/Berlin, found "Lisboa". Did you mean "Europe/Lisbon"?',
    ],
    [
      'zone: Europe/Lisbon',
      'zone: +01:00',
      '13:79  people[2].zone  expected an IANA time zone such as Europe/Berlin, found "+01:00".',
    ],
    ['name: Ben Harder', 'name: 4711', '12:43  people[1].name  expected text, found 4711. Did you mean "4711"?'],
    ['name: Ben Harder', 'name: [Ben, Harder]', '12:43  people[1].name  expected text, found a list of 2.'],
    [
      'name: Ben Harder',
      'name: "Ben\\e[2J\u202eredraH"',
      '12:43  people[1].name  expected a name of 1 to 80 characters on one line, without spaces around it, found "Ben\\u{1b}[2J\\u{202e}redraH".',
    ],
    [
      'name: Ben Harder',
      'name: "\\e[2J\\u202eredraH "',
      '12:43  people[1].name  expected a name of 1 to 80 characters on one line, without spaces around it, found "\\u{1b}[2J\\u{202e}redraH ".',
    ],
    [
      'ben@nordlicht.example, name',
      'ben(at)nordlicht.example, name',
      '12:14  people[1].email  expected an e-mail address such as jana@nordlicht.example, found "ben(at)nordlicht.example".',
      '21:15  teams[0].members[0]  expected the e-mail address of somebody in people, found "ben@nordlicht.example".',
    ],
    [
      'id: morning',
      'id: Morgen Größe',
      '24:9  rituals[0].id  expected an id of lower-case letters, digits and hyphens, at most 40, such as after-sales, found "Morgen Größe". Did you mean "morgen-groesse"?',
    ],
    [
      'zone: Europe/Berlin',
      'zone: Europe/Berlin\n  workWeek: [mon, Dienstag]',
      '5:19  organisation.workWeek[1]  expected mon, tue, wed, thu, fri, sat or sun, found "Dienstag". Did you mean "tue"?',
    ],
    [
      'zone: Europe/Berlin',
      'zone: Europe/Berlin\n  workWeek: [mon, tue, mon]',
      '5:24  organisation.workWeek[2]  expected each weekday once, found "mon".',
    ],
    [
      'zone: Europe/Berlin',
      'zone: Europe/Berlin\n  workWeek: []',
      '5:13  organisation.workWeek  expected at least 1 entry, found an empty list.',
    ],
    [
      'zone: Europe/Berlin',
      'zone: Europe/Berlin\n  workingHours: 8 - 17 Uhr',
      '5:17  organisation.workingHours  expected two different times of day such as 08:00-17:00, found "8 - 17 Uhr". Did you mean "08:00-17:00"?',
    ],
    [
      'zone: Europe/Berlin',
      'zone: Europe/Berlin\n  workingHours: 17:00-08:00',
      '5:17  organisation.workingHours  expected hours of one day, the earlier time first, found "17:00-08:00". Did you mean "08:00-17:00"?',
    ],
    [
      'zone: Europe/Berlin',
      'zone: Europe/Berlin\n  quietHours: 18:00-18:00',
      '5:15  organisation.quietHours  expected two different times of day such as 08:00-17:00, found "18:00-18:00".',
    ],
    [
      'country: DE',
      'country: Deutschland',
      '5:24  organisation.holidays.country  expected an ISO code of a country such as DE, found "Deutschland". Did you mean "DE"?',
    ],
    [
      'country: DE',
      'country: D',
      '5:24  organisation.holidays.country  expected an ISO code of a country such as DE, found "D". Did you mean "AD"?',
    ],
    [
      'region: SH',
      'region: Schleswig-Holstein',
      '5:36  organisation.holidays.region  expected a region of DE, such as BB, BE, BW, BY, HB, HE, HH, MV, NI, NW, RP, SH, SL, SN, ST, TH, found "Schleswig-Holstein". Did you mean "SH"?',
    ],
    [
      'region: SH',
      'region: DE-SH',
      '5:36  organisation.holidays.region  expected a region of DE, such as BB, BE, BW, BY, HB, HE, HH, MV, NI, NW, RP, SH, SL, SN, ST, TH, found "DE-SH". Did you mean "SH"?',
    ],
    [
      'country: PT',
      'country: FR, region: XX',
      '9:70  units[1].holidays.region  expected a region of FR, such as 57, 67, 68, YT, MQ, GP, GF, RE, MF, BL, found "XX".',
    ],
    [
      'date: 12-24',
      'date: 24.12.',
      '5:64  organisation.holidays.extraHolidays[0].date  expected a day of every year such as 12-24, or one date such as 2026-12-24, found "24.12.". Did you mean "12-24"?',
    ],
    [
      'date: 12-24',
      'date: 02-30',
      '5:64  organisation.holidays.extraHolidays[0].date  expected a day of every year such as 12-24, or one date such as 2026-12-24, found "02-30".',
    ],
    ['{ country: PT }', 'keine', '9:47  units[1].holidays  expected none or a map of keys and values, found "keine".'],
    [
      '[web:after-sales]',
      '["#after-sales"]',
      '22:16  teams[0].channels[0]  expected a channel as web:NAME, slack:C0123ABC or teams:ID, found "#after-sales".',
    ],
    [
      '[web:after-sales]',
      '[slak:C1]',
      '22:16  teams[0].channels[0]  expected a channel as web:NAME, slack:C0123ABC or teams:ID, found "slak:C1". Did you mean "slack:C1"?',
    ],
    [
      '[web:after-sales]',
      'web:after-sales',
      '22:15  teams[0].channels  expected a list of channels, at least one, found "web:after-sales".',
    ],
    [
      'teams:',
      'privacy: { minimumGroup: 3 }\nteams:',
      '17:26  privacy.minimumGroup  expected 5 or more: in a smaller group it can be guessed who said what, found 3.',
    ],
    [
      'teams:',
      'privacy: { retention: { results: 2 Jahre } }\nteams:',
      '17:34  privacy.retention.results  expected a length of time such as "12 months" (days, weeks, months or years), found "2 Jahre". Did you mean "2 years"?',
    ],
    [
      'unit: nord }',
      'unit: nord, identities: { slack: jana } }',
      '11:92  people[0].identities.slack  expected an id such as T0123ABC/U0456DEF, found "jana".',
    ],
  ],
  'rituals and schedules': [
    ['kind: pulse', 'kind: plus', '29:11  rituals[1].kind  expected check-in or pulse, found "plus".'],
    ['    kind: pulse\n', '', '28:5  rituals[1].kind  expected check-in or pulse, found nothing.'],
    [
      'at: 10:00 }',
      'at: 10:00 }\n    options: { length: longer }',
      '32:24  rituals[1].options.length  expected short or long, found "longer". Did you mean "long"?',
    ],
    [
      'at: 10:00',
      'at: 10 Uhr',
      '31:43  rituals[1].schedule.at  expected a time of day from 00:00 to 23:59, found "10 Uhr". Did you mean "10:00"?',
    ],
    [
      'at: 10:00',
      'at: 10',
      '31:43  rituals[1].schedule.at  expected a time of day from 00:00 to 23:59, found 10. Did you mean "10:00"?',
    ],
    [', at: 10:00', '', '31:15  rituals[1].schedule.at  expected a time of day such as at: "09:00", found nothing.'],
    [
      'on: thu',
      'on: Donnerstag',
      '31:34  rituals[1].schedule.on  expected a weekday (mon, tue, ...), a list of them, or for a month "first mon" to "last fri" or {day: 1 to 31}, found "Donnerstag". Did you mean "thu"?',
    ],
    [
      'on: thu',
      'on: sun',
      '31:34  rituals[1].schedule.on  expected a day of the work week (mon, tue, wed, thu, fri), or onHoliday: next or previous, found "sun".',
    ],
    [
      'every: week, on: thu',
      'every: weekly, on: thu',
      '31:24  rituals[1].schedule.every  expected day, week, 2 weeks to 12 weeks, or month, found "weekly". Did you mean "week"?',
    ],
    [
      'every: week, on: thu',
      'rrule: FREQ=WEEKLY;BYDAY=XX',
      '31:24  rituals[1].schedule.rrule  expected BYDAY= with days such as MO,TH or -1FR, not "XX", found "FREQ=WEEKLY;BYDAY=XX".',
    ],
    [
      'every: week, on: thu',
      'rrule: FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30',
      '31:24  rituals[1].schedule.rrule  expected a pattern that takes place at least once, found "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30, which never comes".',
    ],
    [
      'every: week, on: thu, at: 10:00',
      'cron: 0 10 31 2 *',
      '31:23  rituals[1].schedule.cron  expected a pattern that takes place at least once, found "0 10 31 2 *, which never comes".',
    ],
    [
      'every: week, on: thu, at: 10:00',
      'cron: 0 25 * * *',
      '31:23  rituals[1].schedule.cron  expected a cron field "hour" within its range, not "25" (Constraint error, got value 25 expected range 0-23), found "0 25 * * *".',
    ],
    [
      'every: week, on: thu, at: 10:00',
      'cron: 0 10 24 12 *',
      '31:23  rituals[1].schedule.cron  expected a pattern that meets a working day at least once, or onHoliday: next or previous, found "0 10 24 12 *, which meets only days off (2063-12-24, Heiligabend)".',
    ],
    [
      'at: 10:00',
      'at: 10:00, window: 8d',
      '31:58  rituals[1].schedule.window  expected at most 7d, the shortest time until the next one, found "8d".',
    ],
    [
      'at: 10:00',
      'at: 10:00, window: 12h',
      '31:15  rituals[1].schedule.reminder  expected less than the window of 12h, or none, found the default of 23h.',
    ],
    [
      'at: 10:00',
      'at: 10:00, starting: 2026-11-31',
      '31:60  rituals[1].schedule.starting  expected a date from 2000 to 2099 such as 2026-12-31, found "2026-11-31". Did you mean "2026-11-30"?',
    ],
    [
      'at: 10:00',
      'at: 10:00, onHoliday: skipp',
      '31:61  rituals[1].schedule.onHoliday  expected skip, next or previous, found "skipp". Did you mean "skip"?',
    ],
    [
      'at: 10:00',
      'at: 10:00, zone: Europe/Berln',
      '31:56  rituals[1].schedule.zone  expected member, team or an IANA time zone such as Europe/Berlin, found "Europe/Berln". Did you mean "Europe/Berlin"?',
    ],
    [
      '{ every: week, on: thu, at: 10:00 }',
      'Thursdays at ten',
      '31:15  rituals[1].schedule  expected a schedule with every, rrule or cron, found "Thursdays at ten".',
    ],
    [
      '{ every: week, on: thu, at: 10:00 }',
      '',
      '31:15  rituals[1].schedule  expected a schedule with every, rrule or cron, found nothing.',
    ],
  ],
  'who and what is named': [
    [
      'id: team-spirit',
      'id: morning',
      '28:9  rituals[1].id  expected an id of its own for each ritual, found "morning", which stands in line 24 already.',
    ],
    [
      'id: lissabon, name',
      'id: nord, name',
      '9:11  units[1].id  expected an id of its own for each unit, found "nord", which stands in line 8 already.',
      '13:63  people[2].unit  expected the id of a unit: nord, found "lissabon".',
    ],
    [
      'email: linh@nordlicht.example',
      'email: Ben@nordlicht.example',
      '16:14  people[5].email  expected each person once, found "Ben@nordlicht.example", which stands in line 12 already.',
      '21:112  teams[0].members[4]  expected the e-mail address of somebody in people, found "linh@nordlicht.example".',
    ],
    [
      'team: after-sales\n    schedule: { every: week, on: thu',
      'team: aftersales\n    schedule: { every: week, on: thu',
      '30:11  rituals[1].team  expected the id of a team: after-sales, found "aftersales". Did you mean "after-sales"?',
    ],
    [
      'leaders: [jana@nordlicht.example]',
      'leaders: []',
      '20:14  teams[0].leaders  expected a list of e-mail addresses, at least one, found an empty list.',
    ],
    [
      '    leaders: [jana@nordlicht.example]\n',
      '',
      '18:5  teams[0].leaders  expected a list of e-mail addresses, at least one, found nothing.',
    ],
    [
      'leaders: [jana@nordlicht.example]',
      'leaders: [jannna@nordlicht.example]',
      '20:15  teams[0].leaders[0]  expected the e-mail address of somebody in people, found "jannna@nordlicht.example". Did you mean "jana@nordlicht.example"?',
    ],
    [
      'leaders: [jana@nordlicht.example]',
      'leaders: [boss@elsewhere.example]',
      '20:15  teams[0].leaders[0]  expected the e-mail address of somebody in people, found "boss@elsewhere.example".',
    ],
    [
      'members: [ben@',
      'members: [jana@nordlicht.example, ben@',
      '21:15  teams[0].members[0]  expected each person once in a team, found "jana@nordlicht.example", which stands in line 20 already.',
    ],
    [
      'members: [ben@',
      'members: [ben@nordlicht.example, ben@',
      '21:38  teams[0].members[1]  expected each person once in a team, found "ben@nordlicht.example", which stands in line 21 already.',
    ],
    [
      'admins: [jana@',
      'admins: [jane@',
      '6:10  admins[0]  expected the e-mail address of somebody in people, found "jane@nordlicht.example". Did you mean "jana@nordlicht.example"?',
    ],
    [
      'unit: lissabon,',
      'unit: lisabon,',
      '13:63  people[2].unit  expected the id of a unit: nord, lissabon, found "lisabon". Did you mean "lissabon"?',
    ],
    [
      '    members: [ben@nordlicht.example, ana@nordlicht.example, selin@nordlicht.example, tomasz@nordlicht.example, linh@nordlicht.example]\n',
      '',
      '18:5  teams[0].members  expected at least one member, or membersFrom with a channel, found nothing.',
    ],
    [
      'rituals:',
      '  - { id: after-sales, name: Again, leaders: [ben@nordlicht.example], members: [ana@nordlicht.example], channels: [web:x] }\nrituals:',
      '23:11  teams[1].id  expected an id of its own for each team, found "after-sales", which stands in line 18 already.',
    ],
  ],
  yaml: [
    [
      '  language: de',
      '  language: de\n  language: en',
      '4:3  expected each key once in its block, found "language: en".',
    ],
    [
      '  language: de',
      '\tlanguage: de',
      '3:1  expected spaces at the beginning of a line, not tabs, found "\\u{9}language: de".',
      '4:9  expected one key to a line, and quotes around a text that has a colon and a space in it, found "Europe/Berlin".',
    ],
    [
      'name: Ben Harder',
      'name: Ben: Harder',
      '12:43  expected quotes around a text that has a colon and a space in it, and no indented block between brackets, found "Ben: Harder, unit: nord }".',
    ],
    [
      '[web:after-sales]',
      '[#after-sales]',
      '22:16  expected sound YAML (Comments must be separated from other tokens by white space characters), found "#after-sales]".',
      '23:1  expected lines of one block to begin at the same column, and brackets to be closed, found "rituals:".',
    ],
    [
      'name: Ben Harder',
      'name: "Ben Harder',
      '12:43  expected sound YAML (Missing closing "quote), found ""Ben Harder, unit: nord }".',
    ],
    [
      'name: Ben Harder',
      'name: @ben',
      '12:43  expected quotes around a text that begins with a special character, found "@ben, unit: nord }".',
    ],
    ['name: Ben Harder', 'name: *ben', '12:43  expected the name of an anchor (&name) further up, found "*ben".'],
    [
      'name: Ben Harder',
      'name: !!python/object:os.system ls',
      '12:43  expected a plain value without a tag, found "!!python/object:os.system ls, unit: nord }".',
    ],
    ['teams:\n', '---\nteams:\n', '17:1  expected one document, without a second "---", found "---".'],
    [
      '  - id: after-sales',
      '   - id: after-sales\n  - id: x',
      '19:1  expected one key to a line, and quotes around a text that has a colon and a space in it, found "  - id: x".',
    ],
    [
      'admins: [jana@nordlicht.example]',
      'admins: [jana@nordlicht.example',
      '7:1  expected lines of one block to begin at the same column, and brackets to be closed, found "units:".',
    ],
  ],
}
