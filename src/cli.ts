#!/usr/bin/env -S node
/** The command line: check, plan, apply, doctor, teams-package, schema, status, audit, retention, agreement, backup, restore. Each command loads only what it needs. */
import { existsSync } from 'node:fs'
import module from 'node:module'
import { Command, CommanderError } from 'commander'
import { errorText } from './errors.ts'

// From the second start on, Node need not strip the types again.
module.enableCompileCache()

const MANIFEST = ['--manifest <file>', 'another manifest than the one of TEAMRUNDE_MANIFEST'] as const

interface Options {
  manifest?: string
  until?: string
  since?: string
  enforce?: boolean
  json?: boolean
  language?: string
  out?: string
}

function program(): Command {
  const teamrunde = new Command('teamrunde')
    .description('Keeps the rituals of distributed teams in Slack and Microsoft Teams.')
    .exitOverride()
  const commands = () => import('./manifest/commands.ts')
  teamrunde
    .command('check')
    .description('say everything that is wrong with the manifest')
    .option(...MANIFEST)
    .action(async ({ manifest }: Options) => say((await commands()).check(process.env, manifest)))
  teamrunde
    .command('plan')
    .description('show what would change, and what takes place next; changes nothing')
    .option(...MANIFEST)
    .option('--until <date>', 'the last day to show, such as 2026-12-31; otherwise four weeks')
    .action(async ({ manifest, until }: Options) => say((await commands()).plan(process.env, manifest, until)))
  teamrunde
    .command('apply')
    .description('put the manifest into force; so does every start')
    .option(...MANIFEST)
    .action(async ({ manifest }: Options) => say((await commands()).apply(process.env, manifest)))
  teamrunde
    .command('doctor')
    .description('look at the whole set-up and say what to do about whatever is wrong; changes nothing')
    .option(...MANIFEST)
    .action(async ({ manifest }: Options) => {
      const { doctor } = await import('./doctor.ts')
      const { text, healthy } = await doctor(process.env, manifest)
      await say(Promise.resolve(text))
      if (!healthy) process.exitCode = 1
    })
  teamrunde
    .command('teams-package')
    .description('write the app package for Microsoft Teams, with the ids of this bot')
    .option('--out <file>', 'where to; otherwise teamrunde-teams-VERSION.zip')
    .action(async ({ out }: Options) => {
      const { teamsPackage } = await import('./teams-package.ts')
      await say(Promise.resolve(teamsPackage(process.env, out)))
    })
  teamrunde
    .command('status')
    .description('say how things are going: what is open, late, waiting or was not delivered')
    .action(async () => {
      const { status } = await import('./status-command.ts')
      const { text, healthy } = await status(process.env)
      await say(Promise.resolve(text))
      if (!healthy) process.exitCode = 1
    })
  teamrunde
    .command('audit')
    .description('say what leaders and admins did with rituals, newest first; never answers')
    .option('--since <date>', 'the first day to show, such as 2026-12-01; otherwise the last 30 days')
    .action(async ({ since }: Options) => {
      const { audit } = await import('./audit-command.ts')
      await say(audit(process.env, since))
    })
  teamrunde
    .command('schema')
    .description('write teamrunde.schema.json beside the manifest, for editors')
    .option(...MANIFEST)
    .action(async ({ manifest }: Options) => say((await commands()).schema(process.env, manifest)))
  teamrunde
    .command('retention')
    .description('show what is stored, for how long, how much, and what is overdue')
    .option(...MANIFEST)
    .option('--enforce', 'delete what is overdue now; a bot that runs does so every day')
    .option('--json', 'as JSON')
    .action(async ({ manifest, ...wish }: Options) => {
      const { retention } = await import('./manifest/retention-command.ts')
      await say(retention(process.env, manifest, wish))
    })
  teamrunde
    .command('agreement')
    .description('print the works agreement and the record of processing, with the values in force')
    .option(...MANIFEST)
    .option('--language <language>', 'de or en; otherwise the language of the organisation')
    .action(async ({ manifest, language }: Options) => {
      const { agreement } = await import('./manifest/agreement-command.ts')
      await say(agreement(process.env, manifest, language))
    })
  teamrunde
    .command('backup')
    .description('copy the SQLite database into a new file, while the bot runs; without the keys of open polls')
    .argument('<file>', 'where to, such as backups/2026-12-01.db')
    .action(async (file: string) => {
      const { backupCommand } = await import('./store/backup-commands.ts')
      await say(Promise.resolve(backupCommand(process.env, file)))
    })
  teamrunde
    .command('restore')
    .description('put a backup where the SQLite database belongs; only where none stands, and the bot does not run')
    .argument('<file>', 'the backup')
    .action(async (file: string) => {
      const { restoreCommand } = await import('./store/backup-commands.ts')
      await say(Promise.resolve(restoreCommand(process.env, file)))
    })
  return teamrunde
}

async function say(text: Promise<string>): Promise<void> {
  process.stdout.write(`${await text}\n`)
}

try {
  // As npm start does; what is set already stays.
  if (existsSync('.env')) process.loadEnvFile('.env')
  await program().parseAsync()
} catch (error) {
  // Commander has printed its own complaints, and help, already.
  if (!(error instanceof CommanderError)) process.stderr.write(`${errorText(error)}\n`)
  process.exitCode = error instanceof CommanderError ? error.exitCode : 1
}
