/** Keeps quiet while laws and near misses are tried: hostile requests fill a log that nobody reads. Only the service's own lines of failures are held back. */

// Checks may run at once: the last one to end gives the log back.
let under = 0
let own: typeof console.error = console.error

/** @internal */
export const hushed = async <A>(f: () => Promise<A>): Promise<A> => {
  if (under++ === 0) {
    own = console.error
    console.error = (...args: ReadonlyArray<unknown>) => {
      if (!isOurs(args[0])) own(...args)
    }
  }
  try {
    return await f()
  } finally {
    if (--under === 0) console.error = own
  }
}

const isOurs = (line: unknown): boolean => typeof line === 'string' && line.startsWith('{"level":"ERROR","message":')
