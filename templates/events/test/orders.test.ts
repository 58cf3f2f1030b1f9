import * as fc from 'fast-check'
import { override } from 'quaich'
import { client } from 'quaich/testing'
import { stock } from '../src/orders.js'
import { api } from '../src/service.js'

// Lambda's log is told of every message that failed: here that is meant.
beforeEach(() => jest.spyOn(console, 'error').mockImplementation(() => {}))
afterEach(() => jest.restoreAllMocks())

test('exactly the orders that cannot be prepared are reported', async () => {
  const c = client(api, override(stock, { take: (_, quantity) => quantity <= 10 }))
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 10 }), async (quantities) => {
      const messages = quantities.map((quantity, i) => ({ id: String(i), item: 'tea', quantity }))
      const { failed } = await c.batch('prepareOrder', messages)
      expect(failed).toEqual(messages.filter((m) => m.quantity > 10))
    })
  )
})
