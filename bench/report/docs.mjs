// node bench/report/docs.mjs [--check]
//
// Writes what bench/results says into docs/speed.md, between its markers, and the plots into docs/images/speed/. With --check it writes nothing and
// fails where the page or a plot says something else. It needs no package, so that the test suite can run it.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { blocks } from './page.mjs'
import { plots } from './plots.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '../..')
const result = (name) => JSON.parse(readFileSync(join(root, 'bench/results', name), 'utf8'))
const read = (file) => {
  try {
    return readFileSync(join(root, file), 'utf8')
  } catch {
    return ''
  }
}

const [report, before] = [result('speed.json'), result('before.json')]
const page = 'docs/speed.md'
const found = blocks(report, before)
const used = new Set()
const written = read(page).replaceAll(/(<!-- speed:([\w-]+) -->\n)[\s\S]*?(<!-- \/speed -->)/g, (_, open, name, close) => {
  if (found[name] === undefined) throw new Error(`${page} asks for '${name}', of which nothing is known`)
  used.add(name)
  return `${open}\n${found[name]}\n\n${close}`
})
const forgotten = Object.keys(found).filter((name) => !used.has(name))
if (forgotten.length > 0) throw new Error(`${page} has no place for ${forgotten.join(', ')}`)

const files = [[page, written], ...Object.entries(plots(report)).map(([name, svg]) => [`docs/images/speed/${name}.svg`, svg])]
const stale = files.filter(([file, text]) => read(file) !== text).map(([file]) => file)
if (process.argv.includes('--check')) {
  if (stale.length > 0) {
    console.error(`not what bench/results says: ${stale.join(', ')}\nnode bench/report/docs.mjs`)
    process.exit(1)
  }
} else {
  mkdirSync(join(root, 'docs/images/speed'), { recursive: true })
  for (const [file, text] of files) writeFileSync(join(root, file), text)
  console.log(stale.length === 0 ? 'nothing has changed' : `written: ${stale.join(', ')}`)
}
