/** What the bot may do in a workspace, and what for. `manifest/slack.json` asks for exactly these; no scope that reads what is said in a channel. */

export const NEEDED: Readonly<Record<string, string>> = {
  'chat:write': 'to send and edit its own messages',
  commands: 'to be called with /teamrunde',
  'im:write': 'to open direct messages',
  'mpim:write': 'to bring a few people together in a group message',
  'im:history': 'to look whether a message has arrived before it is sent again, in its own direct messages only',
  'users:read': 'to know names, zones and languages',
  'users:read.email': 'to recognise the people of the manifest by their e-mail addresses',
  'channels:read': 'to see who is in a public channel',
  'groups:read': 'to see who is in a private channel that it was invited to',
}

/** Not asked for: the bot works without. */
export const USEFUL: Readonly<Record<string, string>> = {
  'dnd:read': 'see who does not want to be disturbed, beside what people write in their status',
}
