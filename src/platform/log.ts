/** What adapters log, and what of a fault may be logged. */

/** Where faults are written: pino's logger fits. */
export interface AdapterLog {
  info(details: object, message: string): void
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

export const silent: AdapterLog = { info() {}, warn() {}, error() {} }

/** What of a fault may be logged: its name and code, never its text, which may quote what people wrote. */
export function faultName(fault: unknown): { fault: string } {
  if (!(fault instanceof Error)) return { fault: typeof fault }
  const code = 'code' in fault && typeof fault.code === 'string' ? ` ${fault.code}` : ''
  return { fault: `${fault.name}${code}` }
}
