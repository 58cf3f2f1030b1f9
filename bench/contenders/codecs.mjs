// What a valid order and a valid payment are, in io-ts. Marked as pure, so that only the bundles of those who use them hold them.
import * as t from 'io-ts'

export const Order = /* @__PURE__ */ t.type({
  customer: /* @__PURE__ */ t.type({
    id: t.string,
    name: t.string,
    email: t.string,
    address: /* @__PURE__ */ t.type({ street: t.string, city: t.string, postcode: t.string, country: t.string })
  }),
  items: /* @__PURE__ */ t.array(/* @__PURE__ */ t.type({ sku: t.string, title: t.string, quantity: t.number, price: t.number })),
  currency: t.string,
  express: t.boolean,
  note: t.string
})

export const Payment = /* @__PURE__ */ t.type({ id: t.string, amount: t.number, currency: t.string, reference: t.string })
