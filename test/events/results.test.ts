/** Headers of a printed reply in the shapes that gateways take them. */
import { joinedHeaders, setCookies } from '../../src/events/results.js'

test('set-cookie is a list, of one as well', () => {
  expect([setCookies({ 'set-cookie': 'a=1' }), setCookies({ 'set-cookie': ['a=1', 'b=2'] }), setCookies({})]).toEqual([
    ['a=1'],
    ['a=1', 'b=2'],
    []
  ])
})

test('lists are joined, but for set-cookie and what has no value', () => {
  expect(joinedHeaders({ a: '1', b: ['1', '2'], 'set-cookie': ['x=1', 'y=2'], c: undefined } as never)).toEqual({
    a: '1',
    b: '1, 2'
  })
})
