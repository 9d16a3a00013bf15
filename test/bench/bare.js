// The floor of a start: what Node itself takes until a server answers.
import { createServer } from 'node:http'

const server = createServer((_request, response) => response.end('ready'))
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`))
process.on('SIGTERM', () => process.exit())
