/**
 * DynamoDB's attribute values ("AttributeValue") as plain values. Numbers that a double cannot hold exactly stay text; sets become lists.
 */
import { isObject, type Raw } from './Batch.js'

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
  const digits = String(text).replaceAll(/^-|\.|e.*$|^0+/gi, '').length
  return Number.isFinite(n) && digits <= 15 ? n : text
}

const bytes = (text: unknown): Uint8Array => new Uint8Array(Buffer.from(String(text), 'base64'))
