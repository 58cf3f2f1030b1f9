// What every step reports: a list of checks, each a sentence that held or did not, with the reason.
// It is not a test framework: nothing throws here, so one step can list all of its failures.

/** @typedef {{ ok: boolean, what: string, why?: string }} Check */

/** @returns {Check} */
export const check = (ok, what, why = '') => (ok ? { ok: true, what } : { ok: false, what, why })

export const failures = (checks) => checks.filter((c) => !c.ok)

export const tally = (checks) => {
  const failed = failures(checks).length
  return { passed: checks.length - failed, failed }
}
