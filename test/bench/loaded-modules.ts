/** Loaded into a process before it starts (`node --import`): tells, when asked, which files have been loaded since. */
import { registerHooks } from 'node:module'

const loaded: string[] = []

registerHooks({
  load(url, context, next) {
    loaded.push(url)
    return next(url, context)
  },
})

process.on('message', () => process.send?.(loaded))
process.channel?.unref()
