/** Enough of PNG to look at every pixel of an icon: eight bits a channel, not interlaced (https://www.w3.org/TR/png-3/). */
import { inflateSync } from 'node:zlib'

export interface Pixels {
  width: number
  height: number
  /** Red, green, blue, alpha of each pixel, row by row. */
  pixels: [number, number, number, number][]
}

const CHANNELS: Record<number, number> = { 2: 3, 6: 4 }

export function pixelsOf(png: Buffer): Pixels {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)]
  const channels = CHANNELS[png[25]!]
  if (png[24] !== 8 || channels === undefined || png[28] !== 0) throw new Error('another kind of PNG')
  const rows = unfiltered(inflateSync(data(png)), width * channels, height, channels)
  const pixels = Array.from({ length: width * height }, (_, index): Pixels['pixels'][number] => {
    const [red, green, blue, alpha = 255] = rows.subarray(index * channels, (index + 1) * channels)
    return [red!, green!, blue!, alpha]
  })
  return { width, height, pixels }
}

function data(png: Buffer): Buffer {
  const parts: Buffer[] = []
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    const content = png.subarray(at + 8, at + 8 + png.readUInt32BE(at))
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(content)
  }
  return Buffer.concat(parts)
}

function unfiltered(raw: Buffer, stride: number, height: number, channels: number): Buffer {
  const rows = Buffer.alloc(stride * height)
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (stride + 1)]!
    for (let x = 0; x < stride; x += 1) {
      const left = x < channels ? 0 : rows[y * stride + x - channels]!
      const up = y === 0 ? 0 : rows[(y - 1) * stride + x]!
      const corner = x < channels || y === 0 ? 0 : rows[(y - 1) * stride + x - channels]!
      const guess = [0, left, up, Math.floor((left + up) / 2), paeth(left, up, corner)][filter]!
      rows[y * stride + x] = raw[y * (stride + 1) + 1 + x]! + guess
    }
  }
  return rows
}

function paeth(left: number, up: number, corner: number): number {
  const distances = [left, up, corner].map((each) => Math.abs(left + up - corner - each))
  return [left, up, corner][distances.indexOf(Math.min(...distances))]!
}
