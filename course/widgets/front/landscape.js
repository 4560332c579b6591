/* A landscape: heights on a grid, drawn once for a size and theme. Low ground is paper, high ground slate, so paths stay the strongest thing. */

class Landscape {
  /** `ranks`: Uint8Array of n x n heights, already ranked into 0..255 (255 = no number), row 0 at the bottom; `bands`: how many;
   * `finest`: dots a pixel at most, where it has to be drawn within a frame. */
  constructor(ranks, n, { bands = 15, finest = 3 } = {}) {
    Object.assign(this, { ranks, n, bands, finest, picture: null, key: "" });
  }

  draw(g, chart) {
    const dots = Math.min(window.devicePixelRatio || 1, this.finest);
    const [wide, high] = [chart.right - chart.left, chart.bottom - chart.top];
    const key = `${wide}x${high}x${dots}${chart.colours.paper}`;
    if (key !== this.key) {
      this.key = key;
      this.picture = this.render(Math.round(wide * dots), Math.round(high * dots), chart.colours, dots);
    }
    g.drawImage(this.picture, chart.left, chart.top, wide, high);
  }

  render(wide, high, colours, dots) {
    const field = this.field(wide, high);
    const shares = levelLines(field, wide, high, dots);
    const tones = blends(...shadesOf(this.bands, colours));
    return paintPixels(wide, high, (i) => tones[(field[i] | 0) * BLENDS + shares[i]]);
  }

  /** Height of each pixel, in bands. */
  field(wide, high) {
    const scale = this.bands / 256;
    return between(this.ranks, this.n, wide, high).map((rank) => rank * scale);
  }
}

const BLENDS = 9; // shades from none to all of a level line

/** A canvas whose pixel i has the colour `paint(i)`, a 32-bit number. */
function paintPixels(wide, high, paint) {
  const picture = make("canvas", { width: wide, height: high });
  const g = picture.getContext("2d");
  const image = g.createImageData(wide, high);
  const pixels = new Uint32Array(image.data.buffer);
  for (let i = 0; i < pixels.length; i += 1) pixels[i] = paint(i);
  g.putImageData(image, 0, 0);
  return picture;
}

/** Values on a grid of n x n, row 0 at the bottom, for each pixel of a picture: between the four neighbours. */
function between(values, n, wide, high) {
  const out = new Float32Array(wide * high);
  const [across, up] = [(n - 1) / (wide - 1), (n - 1) / (high - 1)];
  for (let y = 0; y < high; y += 1) {
    const v = (high - 1 - y) * up;
    const j = Math.min(v | 0, n - 2);
    const b = v - j;
    for (let x = 0; x < wide; x += 1) {
      const u = x * across;
      const i = Math.min(u | 0, n - 2);
      const a = u - i;
      const k = j * n + i;
      const low = values[k] + a * (values[k + 1] - values[k]);
      const top = values[k + n] + a * (values[k + n + 1] - values[k + n]);
      out[y * wide + x] = low + b * (top - low);
    }
  }
  return out;
}

/** How much of each pixel a level line covers, 0..BLENDS - 1: lines run at whole numbers, one dot of the screen wide with a soft rim. */
function levelLines(field, wide, high, dots) {
  const out = new Uint8Array(wide * high);
  for (let y = 0; y < high - 1; y += 1) {
    for (let i = y * wide; i < (y + 1) * wide - 1; i += 1) {
      const here = field[i];
      const level = Math.round(here);
      const [dx, dy] = [field[i + 1] - here, field[i + wide] - here];
      const far = Math.abs(here - level) / Math.sqrt(dx * dx + dy * dy + 1e-12); // in pixels
      const share = 0.5 + 0.5 * dots - far;
      if (level > 0 && share > 0) out[i] = Math.round(Math.min(1, share) * (BLENDS - 1));
    }
  }
  return out;
}

/** 32-bit pixels: entry j * BLENDS + k is colour j with k parts of its line. */
function blends(shades, lines) {
  return Uint32Array.from({ length: shades.length * BLENDS }, (_, i) => {
    const j = Math.floor(i / BLENDS);
    return pixel(mix(shades[j], lines[j], (i % BLENDS) / (BLENDS - 1)));
  });
}

/** [colours of the bands, colours of the level lines between them], each [r, g, b]. */
function shadesOf(bands, colours) {
  const paper = rgb(colours.paper);
  const slate = colours.dark ? [92, 118, 148] : [140, 164, 190];
  const line = colours.dark ? [138, 162, 190] : [92, 116, 144];
  const shades = [];
  const lines = [];
  for (let i = 0; i < bands; i += 1) {
    const shade = mix(paper, slate, (colours.dark ? 0.75 : 0.9) * (i / (bands - 1)));
    shades.push(shade);
    lines.push(mix(shade, line, 0.5));
  }
  return [shades, lines];
}

function pixel([r, g, b]) { return ((255 << 24) | (Math.round(b) << 16) | (Math.round(g) << 8) | Math.round(r)) >>> 0; }
