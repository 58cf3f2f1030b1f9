// lambda-api, with its logger off.
import createApi from 'lambda-api'
import { isOrder, place, Taken, take } from './orders.mjs'

const app = (set) => {
  const api = createApi({ logger: false })
  set(api)
  return async (event, context) => api.run(event, context)
}

export const w1 = () => app((api) => api.get('/hello', () => ({ hello: 'world' })))

export const w2 = (n) =>
  app((api) => {
    for (let i = 0; i < n; i++)
      api.get(`/r${i}/:owner/things/:thing`, (req) => ({ route: i, owner: req.params.owner, thing: req.params.thing }))
  })

export const w3 = () =>
  app((api) => {
    api.use((_, res, next) => {
      res.header('access-control-allow-origin', '*')
      next()
    })
    api.post('/orders', (req, res) =>
      isOrder(req.body) ? res.status(201).json(place(req.body)) : res.status(422).json({ message: 'not an order' })
    )
  })

export const w5 = () =>
  app((api) => {
    api.put('/names/:name', (req) => take(req.params.name))
    api.use((e, _, res, next) => {
      if (e instanceof Taken) res.status(409).json({ code: 'Taken', message: e.message })
      else next()
    })
  })
