// Powertools for AWS Lambda: event handler and batch, with a silent logger.
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch'
import { Router } from '@aws-lambda-powertools/event-handler/http'
import { cors } from '@aws-lambda-powertools/event-handler/http/middleware'
import { isOrder, isPayment, pay, place, Taken, take } from './orders.mjs'

const silent = { debug: () => {}, warn: () => {}, error: () => {}, info: () => {} }
const app = (set) => {
  const router = new Router({ logger: silent })
  set(router)
  return async (event, context) => router.resolve(event, context)
}

export const w1 = () => app((router) => router.get('/hello', () => ({ hello: 'world' })))

export const w2 = (n) =>
  app((router) => {
    for (let i = 0; i < n; i++)
      router.get(`/r${i}/:owner/things/:thing`, ({ params: { owner, thing } }) => ({ route: i, owner, thing }))
  })

const answer = (statusCode, body) => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body)
})

export const w3 = () =>
  app((router) => {
    router.use(cors({ origin: '*' }))
    router.post('/orders', async ({ req }) => {
      let json
      try {
        json = await req.json()
      } catch {
        return answer(400, { message: 'not JSON' })
      }
      return isOrder(json) ? answer(201, place(json)) : answer(422, { message: 'not an order' })
    })
  })

export const w5 = () =>
  app((router) => {
    router.put('/names/:name', ({ params }) => take(params.name))
    router.errorHandler(Taken, async (e) => ({ statusCode: 409, error: 'Taken', message: e.message }))
  })

export const w6 = () => {
  const processor = new BatchProcessor(EventType.SQS, silent)
  const record = async ({ body }) => {
    const payment = JSON.parse(body)
    if (!isPayment(payment)) throw new Error('not a payment')
    pay(payment)
  }
  return async (event, context) => processPartialResponse(event, record, processor, { context })
}
