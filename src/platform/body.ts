/** The body of a request, as long as it may be. */

/** @returns null when there are more than `most` bytes */
export async function readBody(request: AsyncIterable<Buffer>, most: number): Promise<string | null> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request) {
    length += chunk.length
    if (length > most) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
