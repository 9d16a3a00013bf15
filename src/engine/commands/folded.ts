/** Text as it is compared with what people type: lower case, umlauts spelled out, no space around it. */
export const folded = (text: string): string =>
  text
    .toLowerCase()
    .trim()
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
