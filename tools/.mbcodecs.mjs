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

const OptionalText = /* @__PURE__ */ t.union([t.string, t.null])

const Device = /* @__PURE__ */ t.type({
  id: t.string,
  kind: /* @__PURE__ */ t.union([
    /* @__PURE__ */ t.literal('phone'),
    /* @__PURE__ */ t.literal('tablet'),
    /* @__PURE__ */ t.literal('laptop'),
    /* @__PURE__ */ t.literal('desktop'),
    /* @__PURE__ */ t.literal('watch')
  ]),
  label: OptionalText,
  trusted: t.boolean,
  seen: t.number,
  tags: /* @__PURE__ */ t.array(t.string)
})

/** The profile of W7: what codecs are made of beside records of texts and numbers. */
export const Profile = /* @__PURE__ */ t.intersection([
  /* @__PURE__ */ t.type({
    id: t.string,
    name: t.string,
    email: OptionalText,
    phone: OptionalText,
    role: /* @__PURE__ */ t.union([
      /* @__PURE__ */ t.literal('owner'),
      /* @__PURE__ */ t.literal('admin'),
      /* @__PURE__ */ t.literal('editor'),
      /* @__PURE__ */ t.literal('viewer')
    ]),
    status: /* @__PURE__ */ t.union([
      /* @__PURE__ */ t.literal('active'),
      /* @__PURE__ */ t.literal('invited'),
      /* @__PURE__ */ t.literal('suspended')
    ]),
    age: t.number,
    verified: t.boolean,
    devices: /* @__PURE__ */ t.array(Device)
  }),
  /* @__PURE__ */ t.partial({
    nickname: t.string,
    birthday: OptionalText,
    score: t.number,
    newsletter: t.boolean,
    languages: /* @__PURE__ */ t.array(t.string),
    theme: /* @__PURE__ */ t.union([
      /* @__PURE__ */ t.literal('light'),
      /* @__PURE__ */ t.literal('dark'),
      /* @__PURE__ */ t.literal('system')
    ])
  })
])
