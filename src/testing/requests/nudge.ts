/** One step away from a value: a key dropped, a type changed, a text off by a letter. Whether the step makes it wrong is for its codec to say. */
import * as fc from 'fast-check'
import { json } from '../arbitrary/pools.js'
import { fields } from './places.js'

// ---- model

/** What a step is made of; plain data, so that it shrinks. @internal */
export interface Nudge {
  /** Where: counted over the places that there are. */
  readonly at: number
  /** What is done there, counted over the ways that there are. */
  readonly way: number
  readonly value: unknown
  readonly text: string
}

// ---- constructors

/** @internal */
export const nudges: fc.Arbitrary<Nudge> = fc.record({
  at: fc.nat(1000),
  way: fc.nat(1000),
  value: fc.oneof(fc.constantFrom<unknown>(null, 0, '', true, [], {}, -1, 'x', 1.5), json),
  text: fields
})

// ---- combinators

/** One of some, by number. @internal */
export const pick = <A>(all: ReadonlyArray<A>, n: number): A | undefined => all[n % Math.max(all.length, 1)]

/** A text that is nearly another. @internal */
export const nearText = (text: string, n: Nudge): string =>
  pick(
    [
      `${text}x`,
      `-${text}`,
      [...text].slice(0, -1).join(''),
      ` ${text}`,
      `${text} `,
      n.text,
      '0x10',
      'NaN',
      '1e3',
      '-0',
      '١',
      'TRUE',
      '2026-02-30T10:00:00Z'
    ],
    n.way
  ) ?? ''

/** A JSON value that is nearly another: at one of its places a key is dropped, or a value changed for one of another type. @internal */
export const nearJson = (value: unknown, n: Nudge): unknown => {
  const places = placesOf(value)
  return changed(value, pick(places, n.at) ?? [], n)
}

type Place = ReadonlyArray<string>

const placesOf = (value: unknown, at: Place = []): ReadonlyArray<Place> =>
  typeof value === 'object' && value !== null
    ? [at, ...Object.entries(value).flatMap(([key, v]) => placesOf(v, [...at, key]))]
    : [at]

const changed = (value: unknown, [key, ...rest]: Place, n: Nudge): unknown => {
  if (key === undefined) return ways(value, n)
  const last = rest.length === 0 && n.way % 3 === 0
  if (Array.isArray(value))
    return last ? value.filter((_, i) => String(i) !== key) : value.map((v, i) => (String(i) === key ? changed(v, rest, n) : v))
  return Object.fromEntries(
    Object.entries(value as object).flatMap(([k, v]) => (k !== key ? [[k, v]] : last ? [] : [[k, changed(v, rest, n)]]))
  )
}

const ways = (value: unknown, n: Nudge): unknown =>
  pick(
    [
      n.value,
      null,
      [value],
      { value },
      typeof value === 'string' ? nearText(value, n) : JSON.stringify(value),
      typeof value === 'number' ? -value - 0.5 : 0,
      typeof value === 'boolean' ? 'true' : true
    ],
    Math.floor(n.way / 3)
  )

/** JSON text that is nearly well-formed, or well-formed and poisonous, or too deep. @internal */
export const nearJsonText = (text: string, depth: number, n: Nudge): string =>
  pick(
    [
      [...text].slice(0, -1).join(''),
      `${text}}`,
      `{"a":${text}`,
      `${text},`,
      "{'a':1}",
      '{"a":1,}',
      'NaN',
      'undefined',
      `{"__proto__":${text}}`,
      `{"constructor":{"prototype":${text}}}`,
      `${'['.repeat(depth + 1)}${']'.repeat(depth + 1)}`,
      '{"a":"\u0001"}',
      '﻿﻿1'
    ],
    n.way
  ) ?? ''
