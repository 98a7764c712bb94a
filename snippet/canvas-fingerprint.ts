import { attempt } from './attempt.ts'

/** What tells one browser from another where cookies are refused: its make, its screen and how it draws text. */
export function canvasFingerprint(): string {
  const drawing = attempt(() => {
    const canvas = document.createElement('canvas')
    const pen = canvas.getContext('2d') as CanvasRenderingContext2D
    pen.fillText('Micrologs \u03a9\ud83d\ude00', 2, 12)
    return canvas.toDataURL().slice(-32)
  })
  return [navigator.userAgent, navigator.language, screen.width, screen.height, screen.colorDepth, drawing].join('|')
}
