/** The warning about codecs of io-ts that quaich does not recognise: another copy, or one that something changed. */
import * as t from 'io-ts'
import * as z from 'zod'
import { checkWith } from '../../src/deploy/check.js'
import { body, each, kinesis, lambda, message, params, query, returns, websocket } from '../../src/index.js'
import { close, closed, of, warnings } from './support.js'

let other = t
jest.isolateModules(() => {
  other = require('io-ts')
})
const plain = (...stack: ReadonlyArray<(s: never) => unknown>) => close(stack.reduce<unknown>((s, f) => f(s as never), lambda()))
const route = (path: string, codec: t.Mixed) => closed(['POST'], path, body(codec))
const about = 'a codec is made by another copy of io-ts'

test.each<[string, unknown]>([
  ['body', route('/a', other.type({ a: other.string }))],
  ['params', closed(['GET'], '/{id}', params({ id: other.string }))],
  ['query', closed(['GET'], '/a', query({ id: other.string }))],
  ['returns', closed(['GET'], '/a', returns({ 200: other.array(other.string) }))],
  ['lambda', close(lambda(other.string))],
  ['message', close(message(other.string)(websocket('$default') as never))],
  ['each', close(each(other.string)(kinesis('k') as never))],
  ['a part of a codec of ours', route('/a', t.type({ a: t.array(other.string) }))]
])('a codec of another copy is named with its declaration: %s', (_, f) => {
  expect(warnings({}, { f })).toEqual([expect.stringContaining(about)])
})

test('checking changes no codec', () => {
  expect([warnings({}, { f: plain() }), t.string.name]).toEqual([[], 'string'])
})

test('each declaration is named, with what to do', () => {
  const bad = (path: string) => route(path, other.type({ a: other.string }))
  const { warnings } = checkWith(of({}, { a: bad('/a'), b: route('/b', t.string), c: bad('/c') }), t)
  expect(warnings.map(({ place }) => place)).toEqual(['POST /a (a)', 'POST /c (c)'])
  expect(warnings[0]?.mend).toContain('npm ls io-ts')
})

test.each<[string, t.Mixed]>([
  ['a plain codec', t.type({ a: t.array(t.union([t.string, t.null])) })],
  [
    'a copy with functions of its own',
    Object.assign(Object.create(t.string.constructor.prototype), t.string, { decode: t.success })
  ],
  ['a subclass', new (class Short extends t.StringType {})()],
  ['a codec of its own', new t.Type('x', t.string.is, t.string.validate, t.identity)],
  [
    'a tag without its parts',
    Object.assign(new t.Type('x', t.string.is, t.string.validate, t.identity), { _tag: 'InterfaceType' })
  ],
  ['another validator', z.string() as unknown as t.Mixed]
])('%s gives no warning', (_, codec) => {
  expect(warnings({}, { f: route('/a', codec) })).toEqual([])
})

test('a tag of which no plain codec is recognised is named', () => {
  let n = 0
  const array = <C extends t.Mixed>(codec: C) => Object.assign(t.array(codec), { decode: new Function('u', `return ${n++}`) })
  const changed = { ...t, array } as unknown as typeof t
  const service = of({}, { a: route('/a', changed.array(t.string)), b: route('/b', t.string), c: plain() })
  expect(checkWith(service, changed).warnings).toMatchObject([
    { place: 'POST /a (a)', problem: expect.stringContaining('for ArrayType'), mend: expect.stringContaining('io-ts 2.2.22') }
  ])
})
