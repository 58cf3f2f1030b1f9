// Bundles a contender for one workload, minified, as each would be deployed. fp-ts and io-ts come from their ES modules for everybody.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

export const bench = dirname(dirname(fileURLToPath(import.meta.url)))
/** The sources that are measured: those of this checkout, or of the one that QUAICH names. */
export const root = process.env.QUAICH ?? dirname(bench)
export const out = join(bench, '.out')

const modules = {
  name: 'es-modules',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^quaich$/ }, () => ({ path: join(root, 'src/index.ts'), sideEffects: false }))
    onResolve({ filter: /^quaich\/slim$/ }, () => ({ path: join(root, 'src/router/slim.ts'), sideEffects: false }))
    onResolve({ filter: /^quaich\/match$/ }, () => ({ path: join(root, 'src/router/match.ts'), sideEffects: false }))
    onResolve({ filter: /^quaich\/payloads$/ }, () => ({ path: join(root, 'src/events/payloads.ts'), sideEffects: false }))
    onResolve({ filter: /^quaich\/isStockIoTs$/ }, () => ({ path: join(root, 'src/codecs/isStockIoTs.ts'), sideEffects: false }))
    onResolve({ filter: /^quaich\/CodecTree$/ }, () => ({ path: join(root, 'src/codecs/CodecTree.ts'), sideEffects: false }))
    onResolve({ filter: /^(fp-ts\/lib\/|io-ts$)/ }, ({ path }) => {
      const file = path === 'io-ts' ? 'io-ts/es6/index.js' : `${path.replace('/lib/', '/es6/').replace(/\.js$/, '')}.js`
      return { path: join(bench, 'node_modules', file), sideEffects: false }
    })
  }
}

/** How everything is bundled. */
export const bundling = {
  // The profile reads the paths that esbuild writes above each file's part: from here, wherever the bench was started.
  absWorkingDir: bench,
  bundle: true,
  platform: 'node',
  target: 'node24',
  minify: true,
  keepNames: false,
  legalComments: 'none',
  logLevel: 'error',
  charset: 'utf8',
  logOverride: { 'empty-import-meta': 'silent' },
  external: ['@aws-sdk/*'],
  plugins: [modules]
}

/** The bundle of `export const make = <export of file>`: its path. With `handler`, of a handler that is made when the bundle is loaded. */
export const bundle = async ({ name, file, makes }, workload, { handler = false, routes, minify = true } = {}) => {
  const key = createHash('sha1')
    .update(JSON.stringify([name, makes[workload], workload, handler, routes, minify]))
    .digest('hex')
    .slice(0, 10)
  const outfile = join(out, `${file}-${workload}-${key}.cjs`)
  const from = `./contenders/${file}.mjs`
  const contents = handler
    ? `import { ${makes[workload]} as make } from '${from}'\nexport const handler = make(${routes ?? ''})`
    : `export { ${makes[workload]} as make } from '${from}'`
  await build({
    ...bundling,
    stdin: { contents, resolveDir: bench, sourcefile: 'entry.mjs' },
    outfile,
    format: 'cjs',
    minify
  })
  if (!existsSync(outfile)) throw new Error(`no bundle of ${name}`)
  return outfile
}
