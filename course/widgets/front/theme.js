/* Colours of the page at this moment: read when drawing, because they are empty while a widget is being made, and change with the theme. */

function theme(element) {
  const style = getComputedStyle(element);
  const read = (name, fallback) => style.getPropertyValue(name).trim() || fallback;
  const paper = rgb(read("--paper", "#ffffff"));
  return {
    ink: read("--ink", "#1a1a1a"), faint: read("--faint", "#5c5c5c"), paper: css(paper), rule: read("--rule", "#d8d8d8"),
    touch: read("--touch", "#0072b2"), font: `12px ${style.fontFamily || "system-ui, sans-serif"}`,
    dark: 0.3 * paper[0] + 0.59 * paper[1] + 0.11 * paper[2] < 110,
  };
}

const probe = document.createElement("canvas").getContext("2d", { willReadFrequently: true });

/** [r, g, b] of any colour that CSS knows. */
function rgb(colour) {
  probe.fillStyle = colour;
  probe.fillRect(0, 0, 1, 1);
  return [...probe.getImageData(0, 0, 1, 1).data.slice(0, 3)];
}

function css(colour) { return `rgb(${colour.map(Math.round).join(" ")})`; }

/** Between two colours [r, g, b]. */
function mix(a, b, share) { return a.map((c, i) => c + (b[i] - c) * share); }

const onDark = new Map();

/** A colour of the course on this paper: black is ink, and on dark paper all are a little lighter. */
function onPaper(hex, colours) {
  if (hex === "#000000") return colours.ink;
  if (!colours.dark) return hex;
  if (!onDark.has(hex)) onDark.set(hex, css(mix(rgb(hex), [255, 255, 255], 0.22)));
  return onDark.get(hex);
}

const asWords = new Map();

/** A colour for words: mixed with ink until it stands out from the paper by 4.5 to 1, as text should. */
function legible(colour, colours) {
  const key = `${colour} ${colours.paper}`;
  if (!asWords.has(key)) {
    const [own, ink, paper] = [rgb(colour), rgb(colours.ink), luminance(rgb(colours.paper))];
    const contrast = (c) => { const pair = [luminance(c), paper].sort((a, b) => b - a); return (pair[0] + 0.05) / (pair[1] + 0.05); };
    let share = 0;
    while (share < 1 && contrast(mix(own, ink, share)) < 4.5) share += 0.1;
    asWords.set(key, css(mix(own, ink, Math.min(share, 1))));
  }
  return asWords.get(key);
}

/** Relative luminance of [r, g, b], as WCAG defines it. */
function luminance(colour) {
  const [r, g, b] = colour.map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
