import { override } from 'quaich'
import { client } from 'quaich/testing'
import { catalogue } from '../src/prices.js'
import { api } from '../src/service.js'

test('mounted routes answer under their prefix', async () => {
  const c = client(api, override(catalogue, new Map([['tea', 100]])))
  expect(await c.get('/v1/prices/{item}', { params: { item: 'tea' } })).toEqual({ item: 'tea', pence: 100 })
})

test('nobody comes in without a token that is known', async () => {
  const c = client(api)
  expect((await c.get('/me').reply).status).toBe(401)
  expect((await c.get('/me', { headers: { authorization: 'wrong' } }).reply).status).toBe(403)
  expect(await c.get('/me', { headers: { authorization: 'letmein' } })).toEqual({ id: 'somebody', role: 'admin' })
})
