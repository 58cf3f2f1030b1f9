// A browser without a window, which asks nobody for anything: no updates, no names, no other servers.
import { chromium } from 'playwright-core'

/** Debian's own Chromium, or the one that CHROMIUM names, with a profile that is made now and removed after. */
export const openBrowser = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // No name leads anywhere: what a page needs must be on this machine.
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'
    ]
  })

export const phone = { width: 390, height: 844 }
export const desktop = { width: 1280, height: 800 }
