/* Families of numbers as Python packs them: int16 with a scale for each channel, -32768 is no number. */

/** Numbers of shape (...shape, channels); `at(i, j, k, channel)` reads one. A family of fewer axes is read with zeros in front. */
class Family {
  /** `shape`: [rules, values, frames, channels] with `unpack` = [(middle, step)] for each channel. */
  constructor(bytes, shape, unpack) {
    this.data = numbers(bytes, Int16Array);
    Object.assign(this, { shape, unpack });
  }

  at(i, j, k, channel) {
    const [, values, frames, channels] = this.shape;
    const q = this.data[((i * values + j) * frames + k) * channels + channel];
    if (q === -32768) return NaN;
    const [middle, step] = this.unpack[channel];
    return middle + q * step;
  }
}

/** A trait of bytes as a typed array over the same memory. */
function numbers(bytes, Type) {
  if (bytes instanceof Type) return bytes;
  const view = bytes instanceof DataView ? bytes : new DataView(bytes.buffer ?? bytes);
  const start = view.byteOffset;
  if (start % Type.BYTES_PER_ELEMENT) return new Type(view.buffer.slice(start, start + view.byteLength));
  return new Type(view.buffer, start, Math.floor(view.byteLength / Type.BYTES_PER_ELEMENT));
}

/** Heights of a sampled curve between its samples. */
function heights(samples, lo, hi) {
  const last = samples.length - 1;
  return (x) => {
    const at = ((x - lo) / (hi - lo)) * last;
    if (!(at >= 0 && at <= last)) return NaN;
    const i = Math.min(Math.floor(at), last - 1);
    return samples[i] + (at - i) * (samples[i + 1] - samples[i]);
  };
}
