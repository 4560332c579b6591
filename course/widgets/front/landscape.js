/* A landscape: heights on a grid, drawn once for a size and theme as bands of colour with thin level lines. */

const CIVIDIS = [[0, 32, 77], [0, 42, 102], [40, 60, 108], [78, 77, 109], [105, 95, 110], [127, 112, 117], [150, 131, 120], [176, 150, 116],
  [202, 171, 107], [229, 192, 89], [255, 234, 70]];

function cividis(s) {
  const at = Math.min(Math.max(s, 0), 1) * (CIVIDIS.length - 1);
  const i = Math.min(Math.floor(at), CIVIDIS.length - 2);
  return CIVIDIS[i].map((c, k) => Math.round(c + (CIVIDIS[i + 1][k] - c) * (at - i)));
}

class Landscape {
  /** `ranks`: Uint8Array of n x n heights, already ranked into 0..255 (255 = no number), row 0 at the bottom; `bands`: how many. */
  constructor(ranks, n, bands = 16) {
    Object.assign(this, { ranks, n, bands, picture: null, key: "" });
  }

  /** Height at (fractional) grid place, between the four neighbours. */
  at(u, v) {
    const { n, ranks } = this;
    const i = Math.min(Math.floor(u), n - 2);
    const j = Math.min(Math.floor(v), n - 2);
    const [a, b] = [u - i, v - j];
    const row = j * n + i;
    return (1 - b) * ((1 - a) * ranks[row] + a * ranks[row + 1]) + b * ((1 - a) * ranks[row + n] + a * ranks[row + n + 1]);
  }

  draw(g, chart) {
    const wide = Math.round(chart.right - chart.left);
    const high = Math.round(chart.bottom - chart.top);
    const dark = isDark(chart.colours.paper);
    const key = `${wide}x${high}${dark}`;
    if (key !== this.key) {
      this.key = key;
      this.picture = this.render(wide, high, dark);
    }
    g.drawImage(this.picture, chart.left, chart.top, wide, high);
  }

  render(wide, high, dark) {
    const picture = make("canvas", { width: wide, height: high });
    const g = picture.getContext("2d");
    const image = g.createImageData(wide, high);
    const band = new Int16Array(wide * high);
    const scale = this.bands / 256;
    for (let y = 0; y < high; y += 1) {
      const v = ((high - 1 - y) / (high - 1)) * (this.n - 1);
      for (let x = 0; x < wide; x += 1) band[y * wide + x] = Math.floor(this.at((x / (wide - 1)) * (this.n - 1), v) * scale);
    }
    const shades = Array.from({ length: this.bands }, (_, i) => {
      const [r, gg, b] = cividis(i / (this.bands - 1));
      const mix = dark ? [22, 0.5] : [255, 0.62];
      return [r, gg, b].map((c) => Math.round(c + (mix[0] - c) * mix[1]));
    });
    const line = dark ? 18 : -22;
    for (let y = 0; y < high; y += 1) {
      for (let x = 0; x < wide; x += 1) {
        const i = y * wide + x;
        const here = band[i];
        const edge = (x + 1 < wide && band[i + 1] !== here) || (y + 1 < high && band[i + wide] !== here);
        const [r, gg, b] = shades[Math.min(here, this.bands - 1)];
        image.data.set(edge ? [r + line, gg + line, b + line, 255] : [r, gg, b, 255], 4 * i);
      }
    }
    g.putImageData(image, 0, 0);
    return picture;
  }
}
