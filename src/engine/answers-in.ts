/** A form that was sent brings its answers; a button may bring anything. */
export function answersIn(value: string): Record<string, unknown> {
  try {
    const read: unknown = JSON.parse(value)
    return typeof read === 'object' && read !== null ? { ...read } : {}
  } catch {
    return {}
  }
}
