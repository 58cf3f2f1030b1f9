/** A closed sentence: still the pure function, with everything that was declared on the way. */
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { body } from '../../src/combinators/body.js'
import { cors } from '../../src/combinators/cors.js'
import { type Fact, factOf, factsOf } from '../../src/combinators/Fact.js'
import { functionSettings } from '../../src/combinators/functionSettings.js'
import { handle, isHandler } from '../../src/combinators/Handler.js'
import { query } from '../../src/combinators/query.js'
import { get, post } from '../../src/router/Route.js'
import { given } from '../../src/testing/index.js'

const add = pipe(
  post('/todos/{id}'),
  cors(),
  body(t.type({ title: t.string })),
  handle(({ params, body }) => `${params.id}: ${body.title}`)
)

test('it is callable as the pure function it was made of', () => {
  expect(given(add)({ params: { id: '1' }, body: { title: 'a' } })).toBe('1: a')
})

test('it keeps the facts of its stack, in order, and one step for each that does something', () => {
  expect(add.facts.map((f) => f._tag)).toEqual(['Route', 'Cors', 'Body'])
  expect(add.steps).toHaveLength(1)
})

test('closing changes neither the source nor the function: each handler is its own', () => {
  const source = get('/x')
  const f = () => 1
  const [a, b] = [pipe(source, handle(f)), pipe(source, cors(), handle(f))]
  expect([a.facts.length, b.facts.length, source.facts.length]).toEqual([1, 2, 1])
  expect(Object.keys(f)).toEqual([])
})

test.each<[string, unknown, boolean]>([
  ['a handler', add, true],
  ['a source', get('/x'), false],
  ['a function', () => 1, false],
  ['data of the same shape', { _tag: 'Handler' }, false],
  ['nothing', undefined, false]
])('%s is told from the others', (_, u, is) => {
  expect(isHandler(u)).toBe(is)
})

test('facts are found by tag: the first, or all in order', () => {
  const q = (k: string) => query({ [k]: t.string })
  const { facts } = q('b')(q('a')(functionSettings({ timeout: 3 })(get('/x'))))
  expect(factsOf(facts, 'Query').map((f) => Object.keys(f.codecs))).toEqual([['a'], ['b']])
  expect(factOf(facts, 'Query')).toBe(factsOf(facts, 'Query')[0])
  expect(factOf(facts, 'Function')).toEqual<Fact>({ _tag: 'Function', settings: { timeout: 3 } })
  expect([factOf(facts, 'Cors'), factsOf(facts, 'Cors')]).toEqual([undefined, []])
})
