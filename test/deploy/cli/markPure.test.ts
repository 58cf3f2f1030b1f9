/** Marks: on what only declares, at the top level, and nowhere else. */
import { markPure } from '../../../src/deploy/plugin.js'

const head =
  "import * as q from 'quaich'\nimport { pipe, flow } from 'fp-ts/lib/function.js'\nimport * as t from 'io-ts'\nimport { get, handle, use as with_ } from 'quaich'\n"
const marked = (code: string) =>
  markPure(head + code)
    .slice(head.length)
    .replaceAll('/* @__PURE__ */ ', '#')

test.each([
  ["export const a = pipe(get('/'), with_(p), handle(f))", "export const a = #pipe(#get('/'), #with_(p), #handle(f))"],
  ["const a = q.get('/')", "const a = #q.get('/')"],
  ['const T = t.type({ a: t.array(t.string) })', 'const T = #t.type({ a: #t.array(t.string) })'],
  ["const T = new t.Type('x')", "const T = #new t.Type('x')"],
  ['const s = flow(f, g)', 'const s = #flow(f, g)'],
  ['export const m = { a: get(x), b: [get(y)] }', 'export const m = { a: #get(x), b: [#get(y)] }'],
  ['const f = (x) => x\nconst a = get(f)', 'const f = (x) => x\nconst a = #get(f)'],
  ['const f = (x) => { get(x) }\nconst a = get(f)', 'const f = (x) => { get(x) }\nconst a = #get(f)'],
  ['const r = a / b; const s = get(c) / d', 'const r = a / b; const s = #get(c) / d'],
  ["const r = /get('/; const s = get(c)", "const r = /get('/; const s = #get(c)"]
])('%s', (code, expected) => {
  expect(marked(code)).toBe(expected)
})

test.each([
  ['pipe(app, start)'],
  ['const a = pipe(read(), (x) => get(x))'],
  ['const f = (get) => get(1)'],
  ['function f(get) { get(1) }'],
  ['class A { m() { get(1) } }'],
  ["const s = 'get(1)'"],
  ['const s = `get(1) ${f(`get(2)`)} get(3)`'],
  ['// get(1)\n/* get(2) */'],
  ['a.get(1)'],
  ['a?.get(1)'],
  ['{ const get = x; get(1) }'],
  ['if (a) { get(1) }'],
  ['const get2 = other(1)']
])('unmarked: %s', (code) => {
  expect(marked(code)).toBe(code)
})

test('inside a template, what is top level is marked', () => {
  expect(marked('const s = `get(1) ${get(2)} get(3)`')).toBe('const s = `get(1) ${get(2)} get(3)`'.replace('{get', '{#get'))
})

test('a file that imports none of it is left as it is', () => {
  expect(markPure('get(1)')).toBe('get(1)')
})
