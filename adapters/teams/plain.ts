/**
 * Text that stays text. A TextBlock reads Markdown, and so do the choices of a form in some clients; a run of a RichTextBlock reads none, save
 * for dates in double braces. So what people wrote stands in runs, and where only Markdown is to be had, its characters are put out of action.
 * https://learn.microsoft.com/en-us/microsoftteams/platform/task-modules-and-cards/cards/cards-format, read 2026-11-30.
 */

/** What some client would read something into. */
const MARKUP = /[\\`*_~[\]<>\p{Cc}]|\{\{|&[#\w]+;|^\s|\s$|^(?:[-+#=]|\d+[.)])/u

/** Whether a TextBlock shows this text just as it is. */
export const isCalm = (text: string): boolean => text !== '' && !MARKUP.test(text)

/** Takes up no room, and stands between two characters that would mean something together. */
const APART = '\u200B'

/** Emphasis has no other way out that every client knows: these look the same. */
const LOOKALIKES: Record<string, string> = { '*': '∗', _: 'ˍ', '`': 'ˋ', '~': '∼' }

/** The same to look at, and never Markdown, markup or a mention. */
export const disarmed = (text: string): string => withTameLines(withTameMarks(text))

/** So much for the characters of a piece of text, whatever comes before or after it. */
export const withTameMarks = (text: string): string =>
  visible(text)
    .replaceAll(/[*_`~]/g, (mark) => LOOKALIKES[mark]!)
    .replaceAll(/\\(?=\S|\n|$)|<(?=\S|$)|&(?=[#\w]+;|$)|\](?=[(:[]|$)|\{(?=\{|$)/g, (mark) => mark + APART)

/** And for what means something at the beginning of a line. */
export const withTameLines = (text: string): string =>
  text.replaceAll(/^(?=[ \t]*(?:[-+#=>[]|\d+[.)]))|^(?=[ \t])/gm, APART)

/** Without what no client shows and some refuse: control characters, and halves of characters. */
export const visible = (text: string): string => text.toWellFormed().replaceAll(/[^\P{Cc}\n]/gu, ' ')

/** The same, for a run of text, where only dates and mentions are read. */
export const asRun = (text: string): string =>
  visible(text).replaceAll(/\{(?=\{(?:DATE|TIME)\()|<(?=\/?at>)/gi, (mark) => mark + APART)
