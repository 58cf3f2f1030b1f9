// Effect's HttpApi. It ships no Lambda adapter: this one does only what is needed here.
import { Effect, Layer, Schema } from 'effect'
import { HttpRouter, HttpServer } from 'effect/http'
import { HttpApi, HttpApiBuilder, HttpApiEndpoint, HttpApiGroup, HttpApiSchema } from 'effect/http-api'
import { place } from './orders.mjs'

const adapt = (handler) => async (event) => {
  const { path, httpMethod, headers, body } = event
  const request = new Request(`https://${headers.Host}${path}`, { method: httpMethod, headers, body })
  const response = await handler(request)
  return {
    statusCode: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.text(),
    isBase64Encoded: false
  }
}

const app = (group, implement, ...more) => {
  const api = HttpApi.make('bench').add(group)
  const live = HttpApiBuilder.group(api, 'bench', implement)
  const layer = HttpApiBuilder.layer(api).pipe(Layer.provide(live), Layer.provide(HttpServer.layerServices))
  return adapt(HttpRouter.toWebHandler(Layer.mergeAll(layer, ...more), { disableLogger: true }).handler)
}

export const w1 = () =>
  app(
    HttpApiGroup.make('bench').add(HttpApiEndpoint.get('hello', '/hello', { success: Schema.Struct({ hello: Schema.String }) })),
    (handlers) => handlers.handle('hello', () => Effect.succeed({ hello: 'world' }))
  )

export const w2 = (n) => {
  const success = Schema.Struct({ route: Schema.Number, owner: Schema.String, thing: Schema.String })
  const params = { owner: Schema.String, thing: Schema.String }
  const endpoints = Array.from({ length: n }, (_, i) =>
    HttpApiEndpoint.get(`r${i}`, `/r${i}/:owner/things/:thing`, { params, success })
  )
  return app(HttpApiGroup.make('bench').add(...endpoints), (handlers) => {
    let all = handlers
    for (let i = 0; i < n; i++)
      all = all.handle(`r${i}`, ({ params: { owner, thing } }) => Effect.succeed({ route: i, owner, thing }))
    return all
  })
}

const Order = Schema.Struct({
  customer: Schema.Struct({
    id: Schema.String,
    name: Schema.String,
    email: Schema.String,
    address: Schema.Struct({ street: Schema.String, city: Schema.String, postcode: Schema.String, country: Schema.String })
  }),
  items: Schema.Array(Schema.Struct({ sku: Schema.String, title: Schema.String, quantity: Schema.Number, price: Schema.Number })),
  currency: Schema.String,
  express: Schema.Boolean,
  note: Schema.String
})
const Receipt = Schema.Struct({ id: Schema.String, pieces: Schema.Number, total: Schema.Number })

export const w3 = () =>
  app(
    HttpApiGroup.make('bench').add(
      HttpApiEndpoint.post('add', '/orders', { payload: Order, success: Receipt.pipe(HttpApiSchema.status(201)) })
    ),
    (handlers) => handlers.handle('add', ({ payload }) => Effect.succeed(place(payload))),
    HttpRouter.cors({ allowedOrigins: ['*'] })
  )

const taken = Schema.TaggedError()
class Taken extends taken('Taken', { message: Schema.String }, { httpApiStatus: 409 }) {}

export const w5 = () =>
  app(
    HttpApiGroup.make('bench').add(
      HttpApiEndpoint.put('take', '/names/:name', {
        params: { name: Schema.String },
        success: Schema.Struct({ name: Schema.String }),
        error: Taken
      })
    ),
    (handlers) => handlers.handle('take', ({ params }) => Effect.fail(new Taken({ message: `Taken: ${params.name}` })))
  )
