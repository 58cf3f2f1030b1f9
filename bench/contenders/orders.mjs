// What a valid order and a valid payment are, by hand; and the business itself.

const isObject = (u) => typeof u === 'object' && u !== null && !Array.isArray(u)

const isAddress = (u) =>
  isObject(u) &&
  typeof u.street === 'string' &&
  typeof u.city === 'string' &&
  typeof u.postcode === 'string' &&
  typeof u.country === 'string'

const isCustomer = (u) =>
  isObject(u) && typeof u.id === 'string' && typeof u.name === 'string' && typeof u.email === 'string' && isAddress(u.address)

const isItem = (u) =>
  isObject(u) &&
  typeof u.sku === 'string' &&
  typeof u.title === 'string' &&
  typeof u.quantity === 'number' &&
  typeof u.price === 'number'

export const isOrder = (u) =>
  isObject(u) &&
  isCustomer(u.customer) &&
  Array.isArray(u.items) &&
  u.items.every(isItem) &&
  typeof u.currency === 'string' &&
  typeof u.express === 'boolean' &&
  typeof u.note === 'string'

export const isPayment = (u) =>
  isObject(u) &&
  typeof u.id === 'string' &&
  typeof u.amount === 'number' &&
  typeof u.currency === 'string' &&
  typeof u.reference === 'string'

/** The business of W3. */
export const place = (order) => {
  let pieces = 0
  let total = 0
  for (const item of order.items) {
    pieces += item.quantity
    total += item.quantity * item.price
  }
  return { id: 'o-1', pieces, total }
}

/** The business of W5, for those whose failures are exceptions. */
export class Taken extends Error {
  constructor(name) {
    super(`Taken: ${name}`)
    this.name = 'Taken'
  }
}
export const take = (name) => {
  throw new Taken(name)
}

/** The business of W6, for those whose failures are exceptions. */
export const pay = (payment) => {
  if (payment.amount < 0) throw new Error(`cannot pay ${payment.amount}`)
}
