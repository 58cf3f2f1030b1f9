// Hono with its own Lambda adapter.
import { Hono } from 'hono'
import { handle } from 'hono/aws-lambda'
import { cors } from 'hono/cors'
import { isOrder, place, Taken, take } from './orders.mjs'

export const w1 = () => handle(new Hono().get('/hello', (c) => c.json({ hello: 'world' })))

export const w2 = (n) => {
  const app = new Hono()
  for (let i = 0; i < n; i++)
    app.get(`/r${i}/:owner/things/:thing`, (c) => c.json({ route: i, owner: c.req.param('owner'), thing: c.req.param('thing') }))
  app.notFound((c) => c.json({ message: 'Not Found' }, 404))
  return handle(app)
}

export const w3 = () => {
  const app = new Hono()
  app.use(cors({ origin: '*' }))
  app.post('/orders', async (c) => {
    let json
    try {
      json = await c.req.json()
    } catch {
      return c.json({ message: 'not JSON' }, 400)
    }
    return isOrder(json) ? c.json(place(json), 201) : c.json({ message: 'not an order' }, 422)
  })
  return handle(app)
}

export const w5 = () => {
  const app = new Hono()
  app.put('/names/:name', (c) => c.json(take(c.req.param('name'))))
  app.onError((e, c) =>
    e instanceof Taken ? c.json({ code: 'Taken', message: e.message }, 409) : c.json({ message: 'Internal Server Error' }, 500)
  )
  return handle(app)
}
