// Whether the codecs of the bench, and all that they hold, are compiled in the bundles that are measured: their own functions are another thing to measure.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { bench, bundling, root } from './bundle.mjs'

const contents = `
import * as t from 'io-ts'
import { codecTree } from 'quaich/CodecTree'
import { stockOf } from 'quaich/isStockIoTs'
import { Order, Profile } from './contenders/codecs.mjs'
const isCompiled = (codec) => [...codecTree(codec, stockOf(t)).shapes.values()].every(({ kind }) => kind !== 'opaque')
export const on = [Order, Profile].every(isCompiled)`

/** Whether quaich compiles the codecs of the bench; of older sources nothing is said. */
export const fastPath = async () => {
  if (!existsSync(join(root, 'src/codecs/isStockIoTs.ts'))) return true
  const { outputFiles } = await build({
    ...bundling,
    stdin: { contents, resolveDir: bench, sourcefile: 'entry.mjs' },
    format: 'esm',
    write: false
  })
  const { on } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`)
  return on
}
