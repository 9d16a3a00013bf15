import { openDatabase } from '../../src/store/database.ts'

/** Opens the database named on the command line, says so, and keeps it until it is killed. */
const url = process.argv[2] ?? ''
await openDatabase(url)
console.log('open')
setInterval(() => {}, 1000)
