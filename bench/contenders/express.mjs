// Express 5 through @codegenie/serverless-express, without etag and x-powered-by.
import serverlessExpress from '@codegenie/serverless-express'
import express from 'express'
import { isOrder, place, Taken, take } from './orders.mjs'

const app = (set) => {
  const server = express()
  server.disable('x-powered-by')
  server.disable('etag')
  set(server)
  return serverlessExpress({ app: server })
}

export const w1 = () => app((server) => server.get('/hello', (_, res) => res.json({ hello: 'world' })))

export const w2 = (n) =>
  app((server) => {
    for (let i = 0; i < n; i++)
      server.get(`/r${i}/:owner/things/:thing`, (req, res) =>
        res.json({ route: i, owner: req.params.owner, thing: req.params.thing })
      )
    server.use((_, res) => res.status(404).json({ message: 'Not Found' }))
  })

export const w3 = () =>
  app((server) => {
    server.use((_, res, next) => {
      res.set('access-control-allow-origin', '*')
      next()
    })
    server.use(express.json())
    server.post('/orders', (req, res) =>
      isOrder(req.body) ? res.status(201).json(place(req.body)) : res.status(422).json({ message: 'not an order' })
    )
    server.use((e, _req, res, _next) => res.status(e.status ?? 500).json({ message: e.message }))
  })

export const w5 = () =>
  app((server) => {
    server.put('/names/:name', (req, res) => res.json(take(req.params.name)))
    server.use((e, _req, res, _next) =>
      e instanceof Taken ? res.status(409).json({ code: 'Taken', message: e.message }) : res.status(500).json({})
    )
  })
