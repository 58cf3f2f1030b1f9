/** Lines of a text that say what other data does not: what merely moved is there. */
import { linesOf } from '../../src/deploy/lines.js'
import { printYaml } from '../../src/deploy/yaml.js'

const told = (whole: unknown, less: unknown) => linesOf(printYaml(whole))(less).map(({ from, to, at }) => `${from}-${to} ${at}`)

const whole = {
  functions: {
    a: {
      handler: 'a.handler',
      events: [{ http: { path: '/a', method: 'get' } }, { http: { path: '/a', method: 'post', cors: true } }]
    },
    b: { handler: 'b.handler', events: [] }
  },
  tags: ['one', 'two', 'three']
}

test('nothing is missing where the data is the same, in whatever order its keys stand', () => {
  const { a, b } = whole.functions
  expect(told(whole, whole)).toEqual([])
  expect(told(whole, { tags: whole.tags, functions: { b, a } })).toEqual([])
})

test('a key that is not there, with all that stands under it', () => {
  expect(told(whole, { ...whole, functions: { b: whole.functions.b } })).toEqual(['2-11 functions.a'])
  expect(told(whole, { functions: whole.functions })).toEqual(['15-18 tags'])
})

test('of a list, the item that is not there; what comes after it is', () => {
  const { a, b } = whole.functions
  expect(told(whole, { ...whole, functions: { a: { ...a, events: a.events.slice(1) }, b } })).toEqual([
    '5-7 functions.a.events[0]'
  ])
  expect(told(whole, { ...whole, tags: ['one', 'three'] })).toEqual(['17-17 tags[1]'])
})

test('of an item that says less, the part alone', () => {
  const { a, b } = whole.functions
  const events = [a.events[0], { http: { path: '/a', method: 'post' } }]
  expect(told(whole, { ...whole, functions: { a: { ...a, events }, b } })).toEqual(['11-11 functions.a.events[1].http.cors'])
})

test('a value that is another, and nothing of what the lesser one says more', () => {
  expect(told(whole, { ...whole, more: 1, functions: { ...whole.functions, b: { handler: 'c', events: [], c: 1 } } })).toEqual([
    '13-13 functions.b.handler'
  ])
})
