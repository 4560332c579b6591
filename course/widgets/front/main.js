/* The door: one module serves every widget; `kind` says which. */

const KINDS = { explorer };

export default {
  render(context) {
    return KINDS[context.model.get("kind")](context);
  },
};
