/** One house in Slack and in Teams: both adapters, both doubles, real HTTP between them, one clock for all that is driven by hand. */
import { type ChatHouse, inZone, openChatHouse } from '../chat-house.ts'
import { openSlack, type Slack } from '../slack/double.ts'
import { slackEntrance } from '../slack/house.ts'
import { virtualTime, type VirtualTime } from '../slack/virtual-time.ts'
import { openTeams, type Teams } from '../teams/double.ts'
import { teamsEntrance } from '../teams/house.ts'

export interface MixedStory extends ChatHouse {
  slack: Slack
  teams: Teams
  virtual: VirtualTime
  /** Waits until the bot has done what it was given to do, without the clock going on. */
  settle(): Promise<void>
}

/** @param found brings people and channels into both; what it returns is the manifest, as data */
export async function tellInBoth(now: string, found: (slack: Slack, teams: Teams) => object): Promise<MixedStory> {
  const virtual = virtualTime(inZone(now, 'Europe/Berlin'))
  const slack = await openSlack({ clock: virtual.clock, retries: [0, 50, 50], pace: { tolerance: 0 } })
  const teams = await openTeams({ clock: virtual.clock })
  const chat = await openChatHouse(virtual, found(slack, teams), (ground) => [
    slackEntrance(slack, virtual, ground),
    teamsEntrance(teams, virtual, ground),
  ])
  return {
    ...chat,
    slack,
    teams,
    virtual,
    async settle() {
      await Promise.all([slack.idle(), teams.idle()])
      await virtual.settle()
    },
    async [Symbol.asyncDispose]() {
      await chat[Symbol.asyncDispose]()
      await Promise.all([slack[Symbol.asyncDispose](), teams[Symbol.asyncDispose]()])
    },
  }
}
