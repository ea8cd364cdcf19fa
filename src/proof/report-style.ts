/** The report's style sheet. Colours carry over from light to dark; what is gone is orange, what is new blue, for all eyes. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#f3f2ef, #17181a);
  --surface: light-dark(#fff, #212327);
  --line: light-dark(#d9d6cf, #3a3d43);
  --ink: light-dark(#1c1c1a, #eceae6);
  --quiet: light-dark(#5f5d57, #a9a7a1);
  --gone: light-dark(#b3470b, #ff9a5c);
  --new: light-dark(#0b5cad, #6db6ff);
  --focus: light-dark(#0b5cad, #8cc5ff);
}
* { box-sizing: border-box; margin: 0; }
body { background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif; }
header { padding: 28px 32px 20px; }
.kicker { color: var(--quiet); font-size: 13px; letter-spacing: 0.02em; }
h1 { font-size: 30px; line-height: 1.2; font-weight: 650; letter-spacing: -0.01em; text-wrap: balance; margin: 2px 0 6px; }
.lead { font-size: 17px; max-width: 130ch; margin-bottom: 10px; padding: 0; list-style: none; }
.about { color: var(--quiet); max-width: 150ch; font-size: 13px; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 3px; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 8px; top: 8px; background: var(--surface); padding: 6px 10px; z-index: 3; }
kbd { font: 11px/1 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; color: var(--quiet); border: 1px solid var(--line); border-radius: 3px; padding: 1px 4px; }

.toolbar { position: sticky; top: 0; z-index: 2; display: flex; flex-wrap: wrap; gap: 8px 18px; align-items: center; padding: 10px 32px; background: var(--surface); border-block: 1px solid var(--line); font-size: 14px; }
.toolbar fieldset { border: 0; padding: 0; min-width: 0; display: flex; }
.toolbar legend { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
.views label { display: block; }
.views input { position: absolute; opacity: 0; }
.views span { display: block; padding: 5px 11px; border: 1px solid var(--line); margin-left: -1px; cursor: pointer; white-space: nowrap; }
.views label:first-of-type span { border-radius: 6px 0 0 6px; margin-left: 0; }
.views label:last-of-type span { border-radius: 0 6px 6px 0; }
.views input:checked + span { background: var(--ink); color: var(--surface); border-color: var(--ink); }
.views input:checked + span kbd { color: inherit; border-color: currentColor; opacity: 0.6; }
.views input:focus-visible + span { outline: 2px solid var(--focus); outline-offset: 2px; position: relative; }
.toolbar select { font: inherit; color: inherit; background: var(--surface); border: 1px solid var(--line); border-radius: 6px; padding: 4px 6px; margin-left: 4px; }
.amount { display: flex; gap: 8px; align-items: center; color: var(--quiet); }
.amount input { width: 140px; accent-color: var(--focus); }
body:not([data-view=slider], [data-view=onion]) .amount { display: none; }
body:not([data-view=blink]) .pause { display: none; }
.count { color: var(--quiet); font-size: 13px; }
.count { margin-left: auto; }

.body { display: grid; grid-template-columns: 230px minmax(0, 1fr); align-items: start; max-width: 1720px; }
.body:not(:has(nav)) { grid-template-columns: minmax(0, 1fr); }
nav { position: sticky; top: 52px; max-height: calc(100vh - 52px); overflow: auto; padding: 24px 12px 24px 24px; font-size: 14px; }
nav ol { list-style: none; padding: 0; }
nav a { display: flex; gap: 8px; align-items: baseline; color: inherit; text-decoration: none; padding: 4px 8px; border-radius: 6px; }
nav a:hover { background: var(--surface); }
.dot { flex: none; width: 8px; height: 8px; border-radius: 50%; background: var(--quiet); }
.dot.changed, .dot.size-changed, .dot.removed, .dot.stale-baseline { background: var(--gone); }
.dot.added, .dot.missing-baseline { background: var(--new); }

main { padding: 24px 32px 64px 12px; }
.body:not(:has(nav)) main { padding-left: 32px; }
article { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; padding: 18px 22px 22px; margin-bottom: 24px; scroll-margin-top: 76px; }
article:focus { outline: none; }
h2 { font-size: 18px; line-height: 1.3; font-weight: 650; }
.badge { display: inline-block; font-size: 12px; font-weight: 500; line-height: 18px; border: 1px solid currentColor; border-radius: 999px; padding: 0 9px; margin-left: 6px; vertical-align: 2px; color: var(--quiet); }
.badge.changed, .badge.size-changed, .badge.removed, .badge.stale-baseline { color: var(--gone); }
.badge.added, .badge.missing-baseline { color: var(--new); }
.what { margin: 8px 0 16px; max-width: 100ch; }
.what ul { padding-left: 1.1em; }
.what li + li { margin-top: 2px; }
.what li::marker { color: var(--quiet); }
.pixels { color: var(--quiet); font-size: 13px; margin-top: 6px; }
summary { cursor: pointer; color: var(--quiet); width: fit-content; }
.lines { font: 12.5px/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow: auto; margin-top: 8px; }
.lines del { color: var(--gone); text-decoration: none; } .lines del::before { content: '− '; }
.lines ins { color: var(--new); text-decoration: none; } .lines ins::before { content: '+ '; }

.stage { display: grid; grid-template-columns: repeat(2, minmax(0, calc(var(--width) * var(--zoom, 1.25)))); gap: 20px; position: relative; overflow: auto; padding: 2px; }
.stage.alone { grid-template-columns: minmax(0, calc(var(--width) * var(--zoom, 1))); }
figure { min-width: 0; }
figcaption { font-size: 13px; color: var(--quiet); margin-bottom: 6px; }
.before figcaption::before, .after figcaption::before { content: ''; display: inline-block; width: 10px; height: 10px; border-radius: 2px; margin-right: 7px; }
.before figcaption::before { background: var(--gone); }
.after figcaption::before { background: var(--new); }
.sheet { position: relative; aspect-ratio: var(--width) / var(--height); box-shadow: 0 0 0 1px light-dark(#0002, #fff3), 0 2px 10px #0002; background: #8a8a8a; overflow: hidden; }
.sheet img { display: block; }
.mask { display: none; }
.region, .word { position: absolute; border-radius: 2px; pointer-events: none; }
.region { border: 1px solid #0b5cad99; }
.word { mix-blend-mode: multiply; background: #a9d2ff; }
.before .word { background: #ffcda6; }
.legend { display: none; font-size: 13px; color: var(--quiet); margin-bottom: -18px; position: relative; z-index: 2; width: fit-content; }
.swatch { display: inline-block; width: 12px; height: 12px; border-radius: 2px; vertical-align: -1px; margin: 0 4px 0 12px; }
.swatch:first-child { margin-left: 0; }
.swatch.gone { background: #d9580d; } .swatch.new { background: #0b6fd6; }

body[data-zoom=actual] .stage, body[data-zoom=actual] .stage.alone { --zoom: 1; grid-template-columns: repeat(2, calc(var(--width) * var(--zoom))); }
body[data-zoom=double] .stage, body[data-zoom=double] .stage.alone { --zoom: 2; grid-template-columns: repeat(2, calc(var(--width) * var(--zoom))); }
body[data-zoom=double] .sheet img { image-rendering: pixelated; }

body:not([data-view=side]) .stage:not(.alone) { grid-template-columns: minmax(0, calc(var(--width) * var(--zoom, 1.25))); }
body[data-zoom=actual]:not([data-view=side]) .stage:not(.alone), body[data-zoom=double]:not([data-view=side]) .stage:not(.alone) { grid-template-columns: calc(var(--width) * var(--zoom)); }
body:not([data-view=side]) .stage > * { grid-area: 1 / 1; align-self: start; }
body:not([data-view=side]) .stage:not(.alone) figcaption { visibility: hidden; }
body:not([data-view=side]) :is(.region, .word) { display: none; }
body[data-view=difference] .before, body[data-view=slider] .stage:not(.alone) .before { z-index: 0; }
body[data-view=difference] .stage:not(.alone) .before { visibility: hidden; }
body[data-view=difference] .stage:not(.alone) .after .sheet img { opacity: 0.28; }
body[data-view=difference] .stage:not(.alone) .after .sheet { background: #fff; }
body[data-view=difference] .mask { display: block; width: 100%; margin-top: 25.5px; z-index: 1; }
body[data-view=difference] .legend { display: block; }
body[data-view=slider] .stage:not(.alone) .after .sheet { clip-path: inset(0 0 0 calc(var(--amount) * 1%)); box-shadow: none; }
body[data-view=slider] .stage:not(.alone) figcaption, body[data-view=blink] .stage:not(.alone) figcaption { visibility: visible; }
body[data-view=slider] .stage:not(.alone) .after figcaption { text-align: right; }
body[data-view=slider] .stage:not(.alone) { cursor: ew-resize; touch-action: pan-y; user-select: none; }
body[data-view=slider] .stage:not(.alone)::after { content: ''; grid-area: 1 / 1; width: 2px; background: #0b5cad; margin: 25.5px 0 0 calc(var(--amount) * 1%); z-index: 2; pointer-events: none; }
body[data-view=slider] .stage img { pointer-events: none; }
body[data-view=onion] .stage:not(.alone) .after { opacity: calc(var(--amount) / 100); }
body[data-view=blink] .stage:not(.alone) .after { visibility: hidden; }
body[data-view=blink] .stage:not(.alone) .after figcaption { visibility: hidden; }
body[data-view=blink].swapped .stage:not(.alone) .before, body[data-view=blink].swapped .stage:not(.alone) .before figcaption { visibility: hidden; }
body[data-view=blink].swapped .stage:not(.alone) .after, body[data-view=blink].swapped .stage:not(.alone) .after figcaption { visibility: visible; }

.same { color: var(--quiet); padding: 4px 22px; }
.same h2 { font-size: 15px; }
.same ul { padding-left: 1.1em; }
.none { padding: 24px; color: var(--quiet); }
[hidden] { display: none !important; }
@media (max-width: 1000px) {
  .body { grid-template-columns: minmax(0, 1fr); }
  nav { position: static; padding: 16px 32px 0; max-height: 180px; }
  nav ol { display: flex; flex-wrap: wrap; }
  main { padding-left: 32px; }
}
@media (max-width: 640px) {
  header, .toolbar { padding-inline: 16px; }
  main { padding-inline: 8px; }
  nav { padding-inline: 16px; }
  .toolbar { position: static; }
  .views kbd { display: none; }
  .views span { padding-inline: 7px; }
  .toolbar fieldset { flex-wrap: wrap; }
  body[data-view=side][data-zoom=fit] .stage { grid-template-columns: minmax(0, 1fr); }
}
@media print { .toolbar, nav { display: none; } article { break-inside: avoid; } }
`
