/* A landscape: heights on a grid, drawn once for a size and theme. Low ground is paper, high ground slate, so paths stay the strongest thing. */

class Landscape {
  /** `ranks`: Uint8Array of n x n heights, already ranked into 0..255 (255 = no number), row 0 at the bottom; `bands`: how many. */
  constructor(ranks, n, bands = 15) {
    Object.assign(this, { ranks, n, bands, picture: null, key: "" });
  }

  draw(g, chart) {
    const wide = Math.round(chart.right - chart.left);
    const high = Math.round(chart.bottom - chart.top);
    const key = `${wide}x${high}${chart.colours.paper}`;
    if (key !== this.key) {
      this.key = key;
      this.picture = this.render(wide, high, chart.colours);
    }
    g.drawImage(this.picture, chart.left, chart.top, wide, high);
  }

  render(wide, high, colours) {
    const picture = make("canvas", { width: wide, height: high });
    const g = picture.getContext("2d");
    const image = g.createImageData(wide, high);
    const pixels = new Uint32Array(image.data.buffer);
    const bands = fieldBands(this.ranks, this.n, wide, high, this.bands);
    const { shades, lines } = shadesOf(this.bands, colours);
    for (let y = 0; y < high; y += 1) {
      for (let x = 0; x < wide; x += 1) {
        const i = y * wide + x;
        const here = bands[i];
        const edge = (x + 1 < wide && bands[i + 1] !== here) || (y + 1 < high && bands[i + wide] !== here);
        pixels[i] = edge ? lines[here] : shades[here];
      }
    }
    g.putImageData(image, 0, 0);
    return picture;
  }
}

/** Band (0..bands-1) of each pixel, its height taken between the four neighbours on the grid. */
function fieldBands(ranks, n, wide, high, bands) {
  const out = new Uint8Array(wide * high);
  const scale = bands / 256;
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
      const low = ranks[k] + a * (ranks[k + 1] - ranks[k]);
      const top = ranks[k + n] + a * (ranks[k + n + 1] - ranks[k + n]);
      out[y * wide + x] = (low + b * (top - low)) * scale;
    }
  }
  return out;
}

/** Colours of bands and of the level lines between them, as 32-bit pixels. */
function shadesOf(bands, colours) {
  const paper = rgb(colours.paper);
  const slate = colours.dark ? [92, 118, 148] : [140, 164, 190];
  const line = colours.dark ? [138, 162, 190] : [92, 116, 144];
  const shades = [];
  const lines = [];
  for (let i = 0; i < bands; i += 1) {
    const shade = mix(paper, slate, (colours.dark ? 0.75 : 0.9) * (i / (bands - 1)));
    shades.push(pixel(shade));
    lines.push(pixel(mix(shade, line, 0.5)));
  }
  return { shades, lines };
}

function pixel([r, g, b]) { return ((255 << 24) | (Math.round(b) << 16) | (Math.round(g) << 8) | Math.round(r)) >>> 0; }
