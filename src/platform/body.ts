/** The body of a request, as long as it may be. */

/** As much of node's request as is needed here. */
interface Incoming {
  on(event: 'data', heard: (chunk: Buffer) => void): unknown
  once(event: 'end', heard: () => void): unknown
  once(event: 'error', heard: (fault: Error) => void): unknown
  pause(): unknown
}

/** By its events: going through it with `for await` took as long as checking and reading what is in it. @returns null when there are more than `most` bytes */
export function readBody(request: Incoming, most: number): Promise<string | null> {
  const { promise, resolve, reject } = Promise.withResolvers<string | null>()
  const chunks: Buffer[] = []
  let length = 0
  request.on('data', (chunk: Buffer) => {
    length += chunk.length
    if (length <= most) return void chunks.push(chunk)
    request.pause()
    resolve(null)
  })
  request.once('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
  request.once('error', reject)
  return promise
}
