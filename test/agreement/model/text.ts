/** The small parts of printed source text. */

import { type Given, settingsOf } from './given.js'
import { resolved } from './references.js'

export const json = (value: unknown): string => JSON.stringify(resolved(value))
export const list = (values: ReadonlyArray<string>): string => values.map(json).join(', ')

/** A record without what is absent. */
export const record = (fields: Readonly<Record<string, unknown>>): string =>
  json(Object.fromEntries(Object.entries(fields).filter(([, v]) => v !== undefined)))

export const sentence = (...parts: ReadonlyArray<string>): string => `pipe(${parts.join(', ')})`

// As a literal, so that `type: 'token'` is read as what it is.
export const entries = (fields: Readonly<Record<string, unknown>>): string =>
  Object.entries(fields)
    .flatMap(([k, v]) => (v === undefined ? [] : [`${k}: ${json(v)}`]))
    .join(', ')

export const settings = (given: Given): string => `{ ${entries(settingsOf(given))} }`
