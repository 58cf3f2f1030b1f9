/** Libraries that are taken apart for bundles are the same libraries, of which only what is used stays. */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'
import { libraries } from '../../src/deploy/libraries.js'
import { lean } from '../../src/deploy/plugin.js'

const root = resolve(__dirname, '../..')
const files = { read: async (path: string) => readFileSync(path, 'utf8') } as unknown as Parameters<typeof lean>[0]

const bundled = async (contents: string): Promise<string> => {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root },
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    plugins: [lean(files)]
  })
  return outputFiles[0]?.text ?? ''
}
const run = (text: string): Record<string, unknown> => {
  const module = { exports: {} }
  new Function('module', 'require', text)(module, require)
  return module.exports
}

test.each([
  ["import * as E from 'fp-ts/lib/Either.js'\nexport const made = E.right(1)", /Functor|Chain|dual/],
  ["import * as t from 'io-ts'\nexport const made = t.string", /RecursiveType|RefinementType|Integer/],
  ["import { parse } from 'content-type'\nexport const made = parse('a/b')", /function format|__commonJS|QUOTE_REGEXP/]
])('%s brings nothing else', async (entry, others) => {
  const text = await bundled(entry)
  expect(text).not.toMatch(others)
  expect(run(text)['made']).toBeDefined()
})

test('what is used works as before', async () => {
  const text = await bundled(`
    import * as E from 'fp-ts/lib/Either.js'
    import { pipe } from 'fp-ts/lib/function.js'
    import * as t from 'io-ts'
    import contentType, { format } from 'content-type'
    const Tree = t.recursion('Tree', () => t.type({ of: t.array(Tree) }))
    export const as = pipe(E.right(1), E.as(2), E.tap(() => E.right(3)))
    export const ints = [t.Integer.is(1), t.Integer.is(1.5), t.Int.is(2)]
    export const tree = [Tree.type._tag, Tree.is({ of: [{ of: [] }] }), Tree.is({ of: [1] })]
    export const types = [contentType.parse('a/b; c=d').parameters.c, format({ type: 'a/b' }), require('content-type').parse('a/b').type]`)
  const { as, ints, tree, types } = run(text)
  expect(as).toEqual({ _tag: 'Right', right: 2 })
  expect(ints).toEqual([true, false, true])
  expect(tree).toEqual(['InterfaceType', true, false])
  expect(types).toEqual(['d', 'a/b', 'a/b'])
})

test('a text that is not as expected stays as it is', () => {
  const [, , contentType] = libraries
  for (const text of ['module.exports = {}', 'exports.parse = other', "var x = require('y')\nexports.parse = parse"])
    expect(contentType?.apart(text)).toBe(text)
  expect(
    libraries.every(
      ({ files, apart }) => !files.test(join('node_modules', 'other', 'index.js')) && apart('let a = 1') === 'let a = 1'
    )
  ).toBe(true)
})
