/** The log as it happens: requests, invocations, reloads and faults, the newest below. */
import { html, useEffect, useRef } from './preact.js'

const status = (s) => (s === undefined ? '' : s < 400 ? 'good' : 'bad')

export const Log = ({ lines, clear }) => {
  const end = useRef(undefined)
  useEffect(() => {
    const box = end.current
    if (box) box.scrollTop = box.scrollHeight
  }, [lines.length])
  return html`<section class="log" aria-label="Log">
    <header><h2>Log</h2><button type="button" class="quiet" onClick=${clear}>Clear</button></header>
    <ol ref=${end} aria-live="polite">
      ${lines.map((l, i) => html`<li key=${i} class=${l.kind}><time>${l.at}</time> <span class=${status(l.status)}>${l.text}</span></li>`)}
    </ol>
  </section>`
}
