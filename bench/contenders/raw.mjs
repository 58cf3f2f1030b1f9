// The limit: what a careful person writes without any library. Validation by hand; in `…Iots` by the same codec as ours.
import { Order, Payment, Profile } from './codecs.mjs'
import { isOrder, isPayment, pay, place, Taken, take } from './orders.mjs'
import { isProfile, issuesOf, register } from './profiles.mjs'

const headers = () => ({ 'content-type': 'application/json' })
const answer = (statusCode, body) => ({ statusCode, headers: headers(), body: JSON.stringify(body) })
const notFound = () => ({ statusCode: 404, headers: headers(), body: '{"message":"Not Found"}' })

export const w1 = () => async (event) =>
  event.httpMethod === 'GET' && event.path === '/hello' ? answer(200, { hello: 'world' }) : notFound()

export const w2 = (n) => {
  const routes = new Map()
  for (let i = 0; i < n; i++) routes.set(`r${i}`, (owner, thing) => answer(200, { route: i, owner, thing }))
  return async (event) => {
    const parts = event.path.split('/')
    const route = parts.length === 5 && parts[3] === 'things' && event.httpMethod === 'GET' ? routes.get(parts[1]) : undefined
    return route === undefined ? notFound() : route(decodeURIComponent(parts[2]), decodeURIComponent(parts[4]))
  }
}

/** W4 as little as can be: nothing is looked up. */
export const w4Constant = () => async () => notFound()

const corsHeaders = () => ({ 'content-type': 'application/json', 'access-control-allow-origin': '*' })
const shared = (statusCode, body) => ({ statusCode, headers: corsHeaders(), body: JSON.stringify(body) })

const orders = (read) => async (event) => {
  if (event.httpMethod !== 'POST' || event.path !== '/orders') return notFound()
  let json
  try {
    json = JSON.parse(event.body)
  } catch {
    return shared(400, { message: 'not JSON' })
  }
  const order = read(json)
  return order === undefined ? shared(422, { message: 'not an order' }) : shared(201, place(order))
}
export const w3 = () => orders((json) => (isOrder(json) ? json : undefined))
export const w3Iots = () =>
  orders((json) => {
    const decoded = Order.decode(json)
    return decoded._tag === 'Right' ? decoded.right : undefined
  })

export const w5 = () => async (event) => {
  try {
    return answer(200, take(decodeURIComponent(event.pathParameters.name)))
  } catch (e) {
    if (e instanceof Taken) return answer(409, { code: 'Taken', message: e.message })
    return answer(500, { message: 'Internal Server Error' })
  }
}
/** The same by somebody who throws nothing. */
export const w5Value = () => async (event) => {
  const name = decodeURIComponent(event.pathParameters.name)
  return answer(409, { code: 'Taken', message: `Taken: ${name}` })
}

const batch = (run) => async (event) => {
  const batchItemFailures = []
  for (const record of event.Records) {
    try {
      await run(record)
    } catch {
      batchItemFailures.push({ itemIdentifier: record.messageId })
    }
  }
  return { batchItemFailures }
}
export const w6 = () =>
  batch(async ({ body }) => {
    const payment = JSON.parse(body)
    if (!isPayment(payment)) throw new Error('not a payment')
    pay(payment)
  })
export const w6Iots = () =>
  batch(async ({ body }) => {
    const payment = Payment.decode(JSON.parse(body))
    if (payment._tag === 'Left') throw new Error('not a payment')
    pay(payment.right)
  })
/** The same by somebody who throws nothing and awaits nothing. */
export const w6Value = () => async (event) => {
  const batchItemFailures = []
  for (const { body, messageId } of event.Records) {
    const payment = JSON.parse(body)
    if (isPayment(payment) && payment.amount >= 0) continue
    batchItemFailures.push({ itemIdentifier: messageId })
  }
  return { batchItemFailures }
}

const profiles = (read) => async (event) => {
  if (event.httpMethod !== 'POST' || event.path !== '/profiles') return notFound()
  let json
  try {
    json = JSON.parse(event.body)
  } catch {
    return answer(400, { message: 'not JSON' })
  }
  return read(json)
}
export const w7 = () =>
  profiles((json) => (isProfile(json) ? answer(201, register(json)) : answer(422, { message: 'not a profile' })))
/** The same with io-ts, which also tells what is wrong, and where. */
export const w7Iots = () =>
  profiles((json) => {
    const decoded = Profile.decode(json)
    return decoded._tag === 'Right'
      ? answer(201, register(decoded.right))
      : answer(422, { message: 'not a profile', errors: issuesOf(decoded.left) })
  })
