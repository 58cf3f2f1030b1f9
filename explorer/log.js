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
    <header><h2>Log</h2><button type="button" class="quiet" disabled=${lines.length === 0} onClick=${clear}>Clear</button></header>
    ${lines.length === 0 && html`<p class="muted">Requests, messages, reloads and faults, as they happen.</p>`}
    <ol ref=${end} aria-live="polite">
      ${lines.map((l, i) => html`<li key=${i} class=${`was-${l.kind}`}><time>${l.at}</time> <span class=${status(l.status)}>${l.text}</span></li>`)}
    </ol>
  </section>`
}
