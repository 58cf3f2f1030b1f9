// Which sources a bundle's bytes are from, as its source map tells: what lies between two places of the map belongs to the first one's source.
import { readFileSync } from 'node:fs'

const digits = new Map([...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].map((c, i) => [c, i]))

// Base64 VLQ, five bits a digit, the sign in the lowest one (ECMA-426, "Source map format").
const numbers = (segment) => {
  const found = []
  let value = 0
  let shift = 0
  for (const c of segment) {
    const digit = digits.get(c)
    value |= (digit & 31) << shift
    shift += 5
    if (digit & 32) continue
    found.push(value & 1 ? -(value >> 1) : value >> 1)
    value = 0
    shift = 0
  }
  return found
}

/** Bytes by source, under the name that `nameOf` gives each; what belongs to no source is the bundler's. */
export const parts = (file, nameOf) => {
  const text = readFileSync(file, 'utf8').replace(/\n?\/\/# sourceMappingURL=.*\s*$/, '')
  const map = JSON.parse(readFileSync(`${file}.map`, 'utf8'))
  const bytes = {}
  const add = (name, s) => {
    bytes[name] = (bytes[name] ?? 0) + Buffer.byteLength(s)
  }
  let source = 0
  const lines = text.split('\n')
  map.mappings.split(';').forEach((line, n) => {
    const generated = `${lines[n] ?? ''}\n`
    let column = 0
    let name = 'esbuild'
    for (const segment of line === '' ? [] : line.split(',')) {
      const [by, from] = numbers(segment)
      add(name, generated.slice(column, column + by))
      column += by
      source += from ?? 0
      name = from === undefined ? 'esbuild' : nameOf(map.sources[source])
    }
    add(name, generated.slice(column))
  })
  return Object.fromEntries(Object.entries(bytes).sort(([, a], [, b]) => b - a))
}

/** Whose a source is: a package, a room of quaich, or the program's own. */
export const owner = (source) =>
  /node_modules\/((?:@[^/]+\/)?(?!quaich\/)[^/]+)\//.exec(source)?.[1] ??
  /(?:src|dist)\/(combinators|events|router)\/([^/]+?)\.[jt]s$/.exec(source)?.slice(1).join('/') ??
  (/^quaich:/.test(source) ? 'the entry' : 'the program')
