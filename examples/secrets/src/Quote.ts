/** A price with the margin on it, and its signature. Pure: margin and key are told. */
import { createHmac } from 'node:crypto'

// ---- model

export interface Quote {
  readonly pence: number
  readonly currency: string
}

// ---- constructors

export const quoteOf = (pence: number, { currency, margin }: { readonly currency: string; readonly margin: number }): Quote => ({
  pence: Math.round(pence * (1 + margin)),
  currency
})

/** With the HMAC-SHA256 of its text, in hexadecimal digits. */
export const signed = (quote: Quote, key: string): Quote & { readonly signature: string } => ({
  ...quote,
  signature: createHmac('sha256', key).update(`${quote.pence} ${quote.currency}`).digest('hex')
})
