/** Page boxes: Chromium rounds paper to its own grid, a printer measures. */
import type { PDFDocument } from 'pdf-lib'
import { type Points, pointsFromMm } from '../model/paper.js'
import type { Paper } from '../model/publication.js'

/**
 * Sets TrimBox (ISO 32000-1, 14.11.2) of every page to the exact paper, MediaBox to that and the room around it, and
 * BleedBox to that and the bleed, if there is one. The page's top left corner stays where it is, since Chromium measures
 * from there; the difference is below a point.
 */
export function setBoxes(document: PDFDocument, paper: Paper, room: Points = 0, bleed?: Points): void {
  const width = round(pointsFromMm(paper.widthMm))
  const height = round(pointsFromMm(paper.heightMm))
  for (const page of document.getPages()) {
    const top = page.getMediaBox().y + page.getMediaBox().height
    const bottom = round(top - height - 2 * room)
    page.setMediaBox(0, bottom, round(width + 2 * room), round(height + 2 * room))
    page.setTrimBox(round(room), round(bottom + room), width, height)
    if (bleed === undefined) continue
    const beyond = room - bleed
    page.setBleedBox(
      round(beyond),
      round(bottom + beyond),
      round(width + 2 * bleed),
      round(height + 2 * bleed),
    )
  }
}

const round = (points: number): number => Math.round(points * 1000) / 1000
