/**
 * Like `Promise.all`, but a failure waits until the others have come to their end, too: within a transaction, what one of them would still ask after the
 * rollback would be asked outside of it.
 */
export async function allDone<const Works extends readonly unknown[]>(
  works: Works,
): Promise<{ -readonly [Place in keyof Works]: Awaited<Works[Place]> }> {
  await Promise.allSettled(works)
  return (await Promise.all(works)) as { -readonly [Place in keyof Works]: Awaited<Works[Place]> }
}
