// Cold start of W3: bytes of the bundle; loading it and answering the first event, in fresh processes, in turns with an empty Node.
import { execFile } from 'node:child_process'
import { statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { built } from './built.mjs'
import { bundle } from './bundle.mjs'
import { child, median, round } from './run.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const exec = promisify(execFile)
const wall = async (args) => {
  const start = process.hrtime.bigint()
  await exec(process.execPath, args)
  return Number(process.hrtime.bigint() - start) / 1e6
}

export const cold = async (contenders, times, say) => {
  say('cold: w3')
  const files = []
  for (const c of contenders.filter(({ name }) => name !== 'raw again'))
    files.push({
      name: c.name,
      // Ours is what `quaich build` makes; the others are bundled with the same esbuild.
      file: c.name === 'quaich' ? await built('w3.mjs') : await bundle(c, 'w3', { handler: true }),
      load: [],
      first: [],
      over: []
    })
  const bare = []
  for (let t = 0; t < times; t++) {
    for (const f of files) {
      const { load, first } = await child('cold.mjs', [f.file, 'w3'])
      f.load.push(load)
      f.first.push(first)
    }
    const empty = await wall([join(here, 'hold.cjs')])
    bare.push(empty)
    for (const f of files) f.over.push((await wall([join(here, 'hold.cjs'), f.file])) - empty)
  }
  return {
    bare: round(median(bare)),
    contenders: files.map(({ name, file, load, first, over }) => {
      const both = load.map((x, i) => x + first[i])
      return {
        name,
        bytes: statSync(file).size,
        load: round(median(load)),
        first: round(median(first)),
        both: round(median(both)),
        best: round(Math.min(...both)),
        over: round(median(over))
      }
    })
  }
}
