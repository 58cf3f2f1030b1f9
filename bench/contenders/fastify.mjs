// Fastify through @fastify/aws-lambda; its own compiled schemas validate and serialise.
import awsLambdaFastify from '@fastify/aws-lambda'
import Fastify from 'fastify'
import { place, Taken, take } from './orders.mjs'

const app = (set) => {
  const server = Fastify({ logger: false })
  set(server)
  return awsLambdaFastify(server, { decorateRequest: false })
}
const text = { type: 'string' }
const number = { type: 'number' }
const object = (properties) => ({ type: 'object', required: Object.keys(properties), properties })
const replies = (status, properties) => ({ response: { [status]: object(properties) } })

export const w1 = () =>
  app((server) => server.get('/hello', { schema: replies(200, { hello: text }) }, async () => ({ hello: 'world' })))

export const w2 = (n) =>
  app((server) => {
    const schema = replies(200, { route: number, owner: text, thing: text })
    for (let i = 0; i < n; i++)
      server.get(`/r${i}/:owner/things/:thing`, n > 100 ? {} : { schema }, async (req) => ({
        route: i,
        owner: req.params.owner,
        thing: req.params.thing
      }))
  })

const order = object({
  customer: object({
    id: text,
    name: text,
    email: text,
    address: object({ street: text, city: text, postcode: text, country: text })
  }),
  items: { type: 'array', items: object({ sku: text, title: text, quantity: number, price: number }) },
  currency: text,
  express: { type: 'boolean' },
  note: text
})
export const w3 = () =>
  app((server) => {
    server.addHook('onRequest', async (_, reply) => {
      reply.header('access-control-allow-origin', '*')
    })
    server.post(
      '/orders',
      { schema: { body: order, ...replies(201, { id: text, pieces: number, total: number }) } },
      async (req, reply) => reply.code(201).send(place(req.body))
    )
  })

export const w5 = () =>
  app((server) => {
    server.setErrorHandler((e, _, reply) =>
      e instanceof Taken ? reply.code(409).send({ code: 'Taken', message: e.message }) : reply.code(500).send({})
    )
    server.put('/names/:name', async (req) => take(req.params.name))
  })
