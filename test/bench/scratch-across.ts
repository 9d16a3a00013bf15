import { mkdtempSync } from 'node:fs'
import { acrossBench } from './across.ts'
console.log(JSON.stringify(await acrossBench(mkdtempSync('/tmp/depth/ac-')), null, 1))
