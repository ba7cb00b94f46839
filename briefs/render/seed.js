// Plotly names the parts of an SVG at random. Start every export from the same seed, so that the
// same figure has the same bytes.
(() => {
  let state = 1;
  Math.random = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  const exportImage = Plotly.toImage;
  Plotly.toImage = (...args) => {
    state = 1;
    return exportImage.apply(Plotly, args);
  };
})();
