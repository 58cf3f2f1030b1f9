/** One path of a project that has its own way of everything else: read and write the stock of an article. */
import * as E from 'fp-ts/lib/Either.js'
import { flow, pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { body, cors, get, handle, notFound, port, put, resource, returns, use } from 'quaich'

const Stock = t.type({ pieces: t.number })

/** In memory, for the sake of the example. */
export const shelf = port('shelf', { live: () => new Map([['cup', { pieces: 3 }]]) })

const web = flow(cors({ allowOrigin: 'https://warehouse.example' }), use(shelf))

export const readStock = pipe(
  get('/stock/{sku}'),
  web,
  returns({ 200: Stock }),
  handle(({ params, shelf }) => E.fromNullable(notFound(`no article ${params.sku}`))(shelf.get(params.sku)))
)

export const writeStock = pipe(
  put('/stock/{sku}'),
  web,
  body(Stock),
  returns({ 200: Stock }),
  handle(({ params, body, shelf }) => {
    shelf.set(params.sku, body)
    return body
  })
)

// The whole function: `handler: build/stock/index.handler` in serverless.yml.
export const handler = resource(readStock, writeStock)
