/** Work that is wanted again and again, one at a time. It knows nothing of what the work is. */

/** @internal */
export interface OneByOne {
  /** Does it, or once more after what is being done, however often that is said meanwhile. */
  readonly want: () => void
  /** What is being done is the last; resolves when it is over. */
  readonly end: () => Promise<void>
}

/** `failed` hears of what the work rejects with; the next is done all the same, even if it fails itself. @internal */
export const oneByOne = (work: () => Promise<void>, failed: (e: unknown) => void): OneByOne => {
  let doing: Promise<void> | undefined
  let wanted = false
  let ended = false
  const all = async (): Promise<void> => {
    while (wanted && !ended) {
      wanted = false
      await work()
        .catch(failed)
        .catch(() => {})
    }
    doing = undefined
  }
  return {
    want: () => {
      if (ended) return
      wanted = true
      doing ??= Promise.resolve().then(all)
    },
    end: async () => {
      ended = true
      await doing
    }
  }
}
