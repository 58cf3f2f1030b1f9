import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { override } from 'quaich'
import { client, given } from 'quaich/testing'
import { catalogue, getPrice, priceOrder } from '../src/prices.js'
import { api } from '../src/service.js'

const tea = new Map([['tea', 100]])

test('a handler is the pure function it was', () => {
  expect(given(priceOrder)({ body: { item: 'tea', quantity: 3 }, catalogue: tea })).toEqual(E.right({ item: 'tea', pence: 300 }))
})

test('a discount never makes anything dearer, nor cheaper than nothing', () => {
  fc.assert(
    fc.property(fc.nat(100_000), fc.integer({ min: 0, max: 100 }), (pence, discount) => {
      const context = { params: { item: 'tea' }, query: { discount }, catalogue: new Map([['tea', pence]]) }
      const price = given(getPrice)(context)
      return E.isRight(price) && price.right.pence >= 0 && price.right.pence <= pence
    })
  )
})

test('the whole service answers in process, typed from the service alone', async () => {
  const c = client(api, override(catalogue, tea))
  expect(await c.get('/prices/{item}', { params: { item: 'tea' }, query: { discount: '50' } })).toEqual({
    item: 'tea',
    pence: 50
  })
  expect((await c.get('/prices/{item}', { params: { item: 'coffee' } }).reply).status).toBe(404)
})
