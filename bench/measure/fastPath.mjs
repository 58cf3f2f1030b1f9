// Whether the codecs of the bench are compiled in the bundles that are measured: their own functions are another thing to measure.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { bench, bundling, root } from './bundle.mjs'

const contents = `
import * as t from 'io-ts'
import { stockOf } from 'quaich/isStockIoTs'
import { Order } from './contenders/codecs.mjs'
export const on = stockOf(t).isStock(Order)`

/** Whether quaich compiles the Order of the bench; of older sources nothing is said. */
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
