// The small words of which the agreement suite's sentences are made.

export const clauses = (...parts) => parts.filter((s) => typeof s === 'string').join(', ')

export const said = (value, text) => (value === undefined ? undefined : text(value))

export const when = (condition, ...lines) => (condition ? lines : [])
