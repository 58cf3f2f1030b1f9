import * as E from 'fp-ts/lib/Either.js'
import { override } from 'quaich'
import { checkService, client, given } from 'quaich/testing'
import { catalogue, priceOrder } from '../src/prices.js'
import { api } from '../src/service.js'

const tea = new Map([['tea', 100]])

test('a handler is the pure function it was', () => {
  expect(given(priceOrder)({ body: { item: 'tea', quantity: 3 }, catalogue: tea })).toEqual(E.right({ item: 'tea', pence: 300 }))
})

test('the whole service answers in process, typed from the service alone', async () => {
  const c = client(api, override(catalogue, tea))
  expect(await c.get('/prices/{item}', { params: { item: 'tea' }, query: { discount: '50' } })).toEqual({
    item: 'tea',
    pence: 50
  })
  expect((await c.get('/prices/{item}', { params: { item: 'coffee' } }).reply).status).toBe(404)
})

test('whatever is sent: no 5xx, nothing undeclared, and refusals where they are due', async () => {
  await checkService(api)
})
