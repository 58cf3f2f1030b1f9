/** What the preset's two halves do to a file, and to a name. That jest runs with them is checked on the packed package. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type ResolverOptions, sync } from '../../src/testing/jest/resolver.js'
import { getCacheKey, transformed } from '../../src/testing/jest/transform.js'

const home = mkdtempSync(join(tmpdir(), 'quaich-preset-'))
afterAll(() => rmSync(home, { recursive: true }))
const write = (path: string, text: string): string => {
  mkdirSync(dirname(join(home, path)), { recursive: true })
  writeFileSync(join(home, path), text)
  return join(home, path)
}

describe('a file is', () => {
  write('node_modules/esm/package.json', '{"type":"module"}')
  write('node_modules/esm/deep/package.json', '{}')
  write('node_modules/cjs/package.json', '{}')

  test.each([
    ['TypeScript', 'src/a.ts', 'export const a: number = 1', true],
    ['a module of the project', 'src/a.js', 'export const a = 1', true],
    ['JSX', 'src/a.tsx', 'export const a: number = 1', true],
    ['in a package that is ESM', 'node_modules/esm/lib/a.js', 'export const a = 1', true],
    ['ESM by its name', 'node_modules/cjs/a.mjs', 'export const a = 1', true],
    ['CommonJS in a package', 'node_modules/cjs/a.js', 'exports.a = 1', false],
    ['below a package.json of its own', 'node_modules/esm/deep/a.js', 'exports.a = 1', false],
    ['CommonJS by its name', 'src/a.cjs', 'exports.a = 1', false],
    ['no program', 'src/a.json', '{}', false]
  ])('%s: %s', (_, path, source, changes) => {
    const { code } = transformed(source, join(home, path))
    expect(code !== source).toBe(changes)
    const module = { exports: {} as { readonly a?: number } }
    if (changes) {
      new Function('module', 'exports', code)(module, module.exports)
      expect(module.exports.a).toBe(1)
    }
  })

  test('with import.meta and import() as CommonJS has them, and a map', async () => {
    const file = join(home, 'src/b.ts')
    const { code, map } = transformed("export const u = import.meta.url\nexport const m = import('node:os')", file)
    const module = { exports: {} as { readonly u?: string; readonly m?: Promise<object> } }
    new Function('module', 'exports', 'require', '__filename', code)(module, module.exports, require, file)
    expect(module.exports.u).toBe(`file://${file}`)
    expect(await module.exports.m).toHaveProperty('tmpdir')
    expect(JSON.parse(map ?? '').sources).toEqual([expect.stringMatching(/b\.ts$/)])
  })

  test('kept as long as nothing changes', () => {
    const key = getCacheKey('a', '/b', { configString: '{}', instrument: false })
    expect(getCacheKey('a', '/b', { configString: '{}', instrument: false })).toBe(key)
    for (const other of [getCacheKey('x', '/b', {}), getCacheKey('a', '/c', {}), getCacheKey('a', '/b', { instrument: true })])
      expect(other).not.toBe(key)
  })
})

describe('a name is found', () => {
  // A finder that knows some names, and one package that exports to `import` alone.
  const known = new Set(['./a.js', './b.ts', './c.tsx', './d.mts', 'plain'])
  const tried: string[] = []
  const options: ResolverOptions = {
    conditions: ['require', 'default', 'node'],
    defaultResolver: (request, { conditions = [] }) => {
      tried.push(request)
      if (known.has(request) || (request === 'esm' && conditions.includes('import') && !conditions.includes('require')))
        return `/found/${request}`
      throw new Error(`Cannot find module '${request}'`)
    }
  }

  test.each([
    ['./a.js', './a.js'],
    ['./b.js', './b.ts'],
    ['./c.js', './c.tsx'],
    ['./d.mjs', './d.mts'],
    ['plain', 'plain'],
    ['esm', 'esm']
  ])('%s is %s', (name, file) => {
    expect(sync(name, options)).toBe(`/found/${file}`)
  })

  test('or missed in jest’s own words', () => {
    expect(() => sync('./nowhere.js', options)).toThrow("Cannot find module './nowhere.js'")
    expect(() => sync('nobody', options)).toThrow("Cannot find module 'nobody'")
  })

  test('first as jest finds it', () => {
    tried.length = 0
    sync('plain', options)
    expect(tried).toEqual(['plain'])
  })
})
