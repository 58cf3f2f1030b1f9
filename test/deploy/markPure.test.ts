/** Marks: on what only declares, at the top level, and nowhere else. */
import { marksOf } from '../../src/deploy/marks.js'

const head =
  "import * as q from 'quaich'\nimport { pipe, flow } from 'fp-ts/lib/function.js'\nimport * as t from 'io-ts'\nimport { z } from 'zod'\nimport { get, lambdas, handle, use as with_ } from 'quaich'\n"
const markedAll = async (text: string, loader: 'ts' | 'js' = 'ts') =>
  [...(await marksOf(text, loader))].reverse().reduce((s, at) => `${s.slice(0, at)}#${s.slice(at)}`, text)
const marked = async (code: string) => (await markedAll(head + code)).slice(head.length)

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
  ["const r = /get['(]/; const s = get(c)", "const r = /get['(]/; const s = #get(c)"]
])('%s', async (code, expected) => {
  expect(await marked(code)).toBe(expected)
})

test.each([
  ['const Z = z.object({ a: z.string().min(1) }).strict()', 'const Z = #z.object({ a: #z.string().min(1) }).strict()'],
  ['const Z = z.coerce.number()\nconst b = 1', 'const Z = #z.coerce.number()\nconst b = 1'],
  ['const Z = z.array(Y) as X', 'const Z = #z.array(Y) as X']
])('schemas: %s', async (code, expected) => {
  expect(await marked(code)).toBe(expected)
})

test.each([
  ['const env = z.object({}).parse(process.env)'],
  ['const env = z.object({}).strict().parse(process.env)'],
  ['z.config({})'],
  ['const s = z.object({}).shape.a'],
  ['lambdas(api).hello(event)'],
  ["lambdas(api)['hello'](event)"],
  ['const x = pipe(read(), handle(f))(context)'.replace('handle(f)', 'f')],
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
])('unmarked: %s', async (code) => {
  expect(await marked(code)).toBe(code)
})

test('a sentence that is called at once is no declaration', async () => {
  expect(await marked('const x = pipe(get(p), handle(f))(context)')).toBe('const x = pipe(#get(p), #handle(f))(context)')
})

test('inside a template, what is top level is marked', async () => {
  expect(await marked('const s = `get(1) ${get(2)} get(3)`')).toBe('const s = `get(1) ${get(2)} get(3)`'.replace('{get', '{#get'))
})

test('a file that imports none of it is left as it is', async () => {
  expect(await markedAll('get(1)')).toBe('get(1)')
})

test.each([
  [
    'a declaration in a comment is none',
    "// import { use } from 'quaich'\n/* import { use } from 'quaich' */\nimport { use } from './boot.js'\nimport { get } from 'quaich'\nuse('metrics')\nexport const a = get('/')",
    "export const a = #get('/')"
  ],
  ['a declaration in a text is none', "const s = `\nimport { use } from 'quaich'\n`\nuse(s)", 'use(s)'],
  ['two imports on one line', "import { get } from 'quaich'; import { use } from './x.js'\nuse(get('/'))", "use(#get('/'))"],
  ['other names', "import { get as g, 'use' as u } from 'quaich'\nconst a = [g('/'), u(p)]", "const a = [#g('/'), #u(p)]"],
  [
    'type arguments',
    "import { port } from 'quaich'\nconst p = port<'x', number>('x', {})",
    "const p = #port<'x', number>('x', {})"
  ],
  [
    'types around',
    "import { get } from 'quaich'\nenum E { A }\nconst p = <T>get('/') satisfies U, q = get(E.A)!",
    "const p = <T>#get('/') satisfies U, q = #get(E.A)!"
  ],
  [
    'names in blocks',
    "import { get } from 'quaich'\n{ const get = act; get(1) }\nfor (const get of all) get(1)",
    'for (const get of all) get(1)'
  ],
  [
    'a namespace',
    "import * as q from 'quaich'\nconst a = q.pipe.get('/'), b = q['get'](1), c = q?.get(1), d = q.get(1)",
    "const a = q.pipe.get('/'), b = q['get'](1), c = q?.get(1), d = #q.get(1)"
  ],
  [
    'a namespace of functions',
    "import * as F from 'fp-ts/function'\nimport * as q from 'quaich'\nconst a = F.pipe(q.get('/'), q.handle(f)), b = F.pipe(q.handle(f), run)",
    "const a = #F.pipe(#q.get('/'), #q.handle(f)), b = F.pipe(#q.handle(f), run)"
  ],
  [
    'named schemas',
    "import z from 'zod'\nimport { object, parse } from 'valibot'\nconst a = z.object({}), b = object({}), c = parse(b, 1)",
    'const a = #z.object({}), b = #object({}), c = parse(b, 1)'
  ],
  [
    'letters of all kinds',
    "import { get as größe } from 'quaich'\n/* 𝒳 */ const ß = größe('/𝒳'), 𝒴 = größe(1)",
    "/* 𝒳 */ const ß = #größe('/𝒳'), 𝒴 = #größe(1)"
  ],
  ['other line ends', "import { get } from 'quaich'\r\nconst a = [\r\n  get(1),\r\n  get(2)]", '  #get(2)]'],
  ['what is no module', "import { get } from 'quaich'\nconst a = get(", 'const a = get(']
])('%s', async (_, text, last) => {
  expect((await markedAll(text)).endsWith(last)).toBe(true)
  expect((await markedAll(text)).replaceAll('#', '')).toBe(text)
})

test('JavaScript is read as JavaScript', async () => {
  expect(await markedAll("import { get } from 'quaich'\nexport const a = get < b > (1), c = get(1)", 'js')).toMatch(
    /get < b > \(1\), c = #get/
  )
})
