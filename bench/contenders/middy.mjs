// middy 7 by hand: its router, error handler, CORS and JSON parser. `lean…` has its early timeout switched off, which is faster.
import middy from '@middy/core'
import httpCors from '@middy/http-cors'
import httpErrorHandler from '@middy/http-error-handler'
import httpJsonBodyParser from '@middy/http-json-body-parser'
import httpRouter from '@middy/http-router'
import sqsPartialBatchFailure from '@middy/sqs-partial-batch-failure'
import { createError } from '@middy/util'
import { Order } from './codecs.mjs'
import { isOrder, isPayment, pay, place, Taken, take } from './orders.mjs'

const lean = { timeoutEarlyInMillis: 0 }
const answer = (statusCode, body) => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body)
})
const app = (routes, options) =>
  middy(options)
    .use(httpErrorHandler({ logger: false }))
    .handler(httpRouter(routes))

const hello = [{ method: 'GET', path: '/hello', handler: async () => answer(200, { hello: 'world' }) }]
export const w1 = () => app(hello)
export const leanW1 = () => app(hello, lean)

const routes = (n) =>
  Array.from({ length: n }, (_, i) => ({
    method: 'GET',
    path: `/r${i}/{owner}/things/{thing}`,
    handler: async ({ pathParameters: { owner, thing } }) => answer(200, { route: i, owner, thing })
  }))
export const w2 = (n) => app(routes(n))
export const leanW2 = (n) => app(routes(n), lean)

const orders = (read, options) =>
  middy(options)
    .use(httpCors({ origin: '*' }))
    .use(httpErrorHandler({ logger: false }))
    .use(httpJsonBodyParser())
    .handler(
      httpRouter([
        {
          method: 'POST',
          path: '/orders',
          handler: async ({ body }) => {
            const order = read(body)
            if (order === undefined) throw createError(422, 'not an order')
            return answer(201, place(order))
          }
        }
      ])
    )
const byHand = (json) => (isOrder(json) ? json : undefined)
const byIots = (json) => {
  const decoded = Order.decode(json)
  return decoded._tag === 'Right' ? decoded.right : undefined
}
export const w3 = () => orders(byHand)
export const w3Iots = () => orders(byIots)
export const leanW3 = () => orders(byIots, lean)

const names = [
  {
    method: 'PUT',
    path: '/names/{name}',
    handler: async ({ pathParameters: { name } }) => answer(200, take(name))
  }
]
const telling = (options) =>
  middy(options)
    .use(httpErrorHandler({ logger: false }))
    .use({
      onError: (request) => {
        const { error } = request
        if (error instanceof Taken) request.response = answer(409, { code: 'Taken', message: error.message })
      }
    })
    .handler(httpRouter(names))
export const w5 = () => telling()
export const leanW5 = () => telling(lean)

const batch = (options) =>
  middy(options)
    .use(sqsPartialBatchFailure({ logger: false }))
    .handler(({ Records }) =>
      Promise.allSettled(
        Records.map(async ({ body }) => {
          const payment = JSON.parse(body)
          if (!isPayment(payment)) throw new Error('not a payment')
          pay(payment)
        })
      )
    )
export const w6 = () => batch()
export const leanW6 = () => batch(lean)
