/**
 * DynamoDB's attribute values ("AttributeValue") as plain values. Numbers that a double cannot hold exactly stay text; sets become lists.
 * Binary attributes that are not base64 fail the record.
 */
import { decodeBase64 } from '../codecs/strictBytes.js'
import { isObject, type Raw } from './Batch.js'
import { EventError } from './lambda.js'

/** A whole item. @internal */
export const attributes = (item: Raw): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(item).map(([key, value]) => [key, attribute(value)]))

const attribute = (value: unknown): unknown => {
  if (!isObject(value)) return undefined
  const [type, inner] = Object.entries(value)[0] ?? []
  switch (type) {
    case 'N':
      return number(inner)
    case 'NS':
      return Array.isArray(inner) ? inner.map(number) : undefined
    case 'B':
      return bytes(inner)
    case 'BS':
      return Array.isArray(inner) ? inner.map(bytes) : undefined
    case 'M':
      return isObject(inner) ? attributes(inner) : undefined
    case 'L':
      return Array.isArray(inner) ? inner.map(attribute) : undefined
    case 'NULL':
      return null
    default:
      return inner
  }
}

const number = (text: unknown): unknown => {
  const n = Number(text)
  return Number.isFinite(n) && decimal(String(n)) === decimal(String(text)) ? n : text
}

// A decimal number without what does not change it: zeros before and after, the place of its point.
const decimal = (text: string): string => {
  const [, sign = '', whole = '', part = '', e = '0'] = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text) ?? []
  const digits = `${whole}${part}`.replace(/^0+/, '')
  const significant = digits.replace(/0+$/, '')
  const exponent = Number(e) - part.length + digits.length - significant.length
  return significant === '' ? '0' : `${sign === '-' ? sign : ''}${significant}e${exponent}`
}

const bytes = (text: unknown): Uint8Array => {
  const decoded = typeof text === 'string' ? decodeBase64(text) : undefined
  if (decoded === undefined) throw new EventError('a binary attribute of the record is not base64')
  return decoded
}
