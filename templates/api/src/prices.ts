/** What an order costs: two routes, and the pure function behind them. */
import * as E from 'fp-ts/lib/Either.js'
import { flow, pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { body, cors, errors, get, handle, NumberFromString, port, post, query, returns, use } from 'quaich'

// Codecs decode requests and encode replies: what a codec does not know never leaves.
const Order = t.readonly(t.type({ item: t.string, quantity: t.number }))
const Price = t.readonly(t.type({ item: t.string, pence: t.number }))

// A port is an effect with a name: this one could as well read a table. Tests give it another value.
export const catalogue = port('catalogue', {
  live: (): ReadonlyMap<string, number> =>
    new Map([
      ['assam', 450],
      ['darjeeling', 620],
      ['oolong', 580]
    ])
})

// Stacks are functions; `flow` composes them.
const web = flow(use(catalogue), cors({ allowOrigin: 'https://app.example' }))

// Failures are values, and `errors` says what each means to a client. One that it does not name would not compile.
const priceOf = (catalogue: ReadonlyMap<string, number>, item: string) =>
  pipe(
    catalogue.get(item),
    E.fromNullable({ _tag: 'UnknownItem' as const, item }),
    E.map((pence) => ({ item, pence }))
  )

export const getPrice = pipe(
  get('/prices/{item}'),
  web,
  query({ discount: t.union([NumberFromString, t.undefined]) }),
  returns({ 200: Price }),
  errors({ UnknownItem: 404, BadDiscount: 422 }),
  handle(({ params, query: { discount = 0 }, catalogue }) =>
    discount < 0 || discount > 100
      ? E.left({ _tag: 'BadDiscount' as const })
      : pipe(
          priceOf(catalogue, params.item),
          E.map(({ item, pence }) => ({ item, pence: Math.round(pence * (1 - discount / 100)) }))
        )
  )
)

export const priceOrder = pipe(
  post('/orders/price'),
  web,
  body(Order),
  returns({ 200: Price }),
  errors({ UnknownItem: 422 }),
  handle(({ body: { item, quantity }, catalogue }) =>
    pipe(
      priceOf(catalogue, item),
      E.map(({ pence }) => ({ item, pence: pence * quantity }))
    )
  )
)
