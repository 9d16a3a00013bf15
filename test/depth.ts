/** How far tests go that could go on for ever: `npm run test:deep` sets DEEP_TESTS and takes its time, `npm test` is for every day. */
export const DEEP = process.env['DEEP_TESTS'] === '1'

/** How often a property is tried; ten times as often when it goes deep. */
export const tries = (everyDay: number): { numRuns: number } => ({ numRuns: everyDay * (DEEP ? 10 : 1) })
