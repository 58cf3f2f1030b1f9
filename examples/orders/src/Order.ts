/** An order, and what it costs. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'

// ---- model

export interface NameBrand {
  readonly Name: unique symbol
}
/** What can also be the group of a message. */
export const Name = t.brand(t.string, (s): s is t.Branded<string, NameBrand> => /^[\w.-]{1,128}$/.test(s), 'Name')

export interface QuantityBrand {
  readonly Quantity: unique symbol
}
export const Quantity = t.brand(
  t.number,
  (n): n is t.Branded<number, QuantityBrand> => Number.isInteger(n) && n >= 1 && n <= 1000,
  'Quantity'
)

export const NewOrder = t.readonly(t.type({ customer: Name, item: t.string, quantity: Quantity }))
export const Order = t.readonly(t.type({ id: t.string, customer: Name, item: t.string, quantity: Quantity }))
export type Order = t.TypeOf<typeof Order>

export interface PricedOrder extends Order {
  /** Pence. */
  readonly total: number
}

export interface UnknownItem {
  readonly _tag: 'UnknownItem'
  readonly item: string
}

// ---- combinators

export const priced =
  (catalogue: ReadonlyMap<string, number>) =>
  (order: Order): E.Either<UnknownItem, PricedOrder> =>
    pipe(
      catalogue.get(order.item),
      E.fromNullable<UnknownItem>({ _tag: 'UnknownItem', item: order.item }),
      E.map((price) => ({ ...order, total: price * order.quantity }))
    )
