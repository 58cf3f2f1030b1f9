/** Sets a key of an object, of which an assignment would make a prototype where it is `__proto__`. */

/** @internal */
export const setKey = (o: object, key: string, value: unknown): void => {
  if (key === '__proto__') Object.defineProperty(o, key, { value, enumerable: true, configurable: true, writable: true })
  else (o as Record<string, unknown>)[key] = value
}
