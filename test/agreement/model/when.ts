/** Lines, where a condition holds. */
export const when = (condition: boolean | undefined, ...lines: ReadonlyArray<string>): ReadonlyArray<string> =>
  condition === true ? lines : []
