/**
 * Loaded into the bot's process before it starts (`node --import`): where the house opens its queue, it gets the same queue with a hand that
 * keeps enqueuing. So there is real background work in the process that answers, and nothing in the product knows about benches.
 */
import { registerHooks } from 'node:module'

registerHooks({
  resolve(specifier, context, next) {
    const opensTheQueue = specifier === './jobs/open.ts' && context.parentURL?.endsWith('/src/compose.ts')
    return opensTheQueue
      ? next(new URL('background-queue.ts', import.meta.url).href, context)
      : next(specifier, context)
  },
})
