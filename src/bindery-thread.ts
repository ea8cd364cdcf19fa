/** The thread behind bindery.ts. */
import { parentPort } from 'node:worker_threads'
import type { Answer, Bound, Order, Printed } from './bindery.js'
import { diagnose } from './diagnostic.js'
import { finish } from './finish/finish.js'
import { readFacts } from './verify/facts.js'
import { checkFonts } from './verify/fonts.js'
import { checkStructure } from './verify/structure.js'
import { readText, startReader } from './verify/text.js'
import { checkWords } from './verify/words.js'

/** See `start.ts`. */
export let worked = false

startReader().catch(() => {}) // whoever reads hears of it

parentPort!.on('message', (order: Order) => {
  if (order === 'end') return parentPort!.close()
  const { id, printed } = order
  const send = (answer: Answer, ...transfer: Uint8Array[]) =>
    parentPort!.postMessage(
      answer,
      transfer.map(({ buffer }) => buffer as ArrayBuffer),
    )
  bind(printed).then(
    (bound) => {
      worked = true
      send({ id, bound }, bound.pdf)
    },
    (error: unknown) => send({ id, error }),
  )
})

async function bind({ pdf: printed, file, options, passages, furniture, cutOff }: Printed): Promise<Bound> {
  const { document, pdf, lost } = await finish(printed, options)
  const facts = readFacts(document)
  return {
    pdf,
    facts,
    findings: [
      ...checkFonts(facts.fonts, options.faces, file),
      ...lost.map(({ page, font, before }) => diagnose('lost-glyph', { file, page }, { font, before })),
      ...(await checkStructure(document, pdf, file)),
      ...checkWords(await readText(pdf), passages, furniture, file, cutOff),
    ],
  }
}
