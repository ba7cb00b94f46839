// Opens figures: unpacks Plotly when a reader asks for it, draws, and says what a mark stands for.
(() => {
  "use strict";
  const packed = document.getElementById("plotly-packed");
  const data = JSON.parse(document.getElementById("figure-data").textContent);
  if (!packed || !("DecompressionStream" in window)) return;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const READ_SIZE = 16; // px of a drawing's text where there is room, and the least
  const LEAST_SIZE = 9.5;
  let library = null;

  async function unpack() {
    const bytes = Uint8Array.from(atob(packed.textContent), (one) => one.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    const code = await new Response(stream).text();
    // Plotly brings a style sheet for street maps, which no brief has: let it find one there.
    for (const found of code.matchAll(/getElementById\("([0-9a-f]{64})"\)/g)) {
      document.head.append(Object.assign(document.createElement("template"), { id: found[1] }));
    }
    const script = document.createElement("script");
    script.textContent = code;
    document.head.append(script);
    if (!window.Plotly) throw new Error("Plotly did not start");
    return window.Plotly;
  }

  function specOf(name) {
    const text = JSON.stringify(data.figures[name].spec);
    if (!dark.matches) return JSON.parse(text);
    const other = (colour) => data.dark[colour.toUpperCase()] || colour;
    return JSON.parse(text.replace(/#[0-9A-Fa-f]{6}\b/g, other));
  }

  // A drawing's axes are its px, so a larger sheet enlarges what stands on them; what is given in
  // px of the screen (text, markers, lines) is enlarged here.
  function enlarged(part, by) {
    if (Array.isArray(part)) return part.map((one) => enlarged(one, by));
    if (part === null || typeof part !== "object") return part;
    const times = (one) => (Array.isArray(one) ? one.map(times) : one * by);
    const whole = {};
    for (const [key, value] of Object.entries(part)) {
      if (key === "size" || key === "xshift" || key === "yshift") whole[key] = times(value);
      else if (key === "line" && value && value.width) {
        const line = { ...value, width: times(value.width) };
        if (line.dash) line.dash = line.dash.replace(/[\d.]+(?=px)/g, (one) => one * by);
        whole[key] = line;
      } else whole[key] = enlarged(value, by);
    }
    return whole;
  }

  function fitted(spec, room) {
    const { width, height, font } = spec.layout;
    const by = Math.max(Math.min(READ_SIZE / font.size, room / width), LEAST_SIZE / font.size);
    const large = enlarged(spec, by);
    large.layout.width = Math.round(width * by);
    large.layout.height = Math.round(height * by);
    return large;
  }

  function place(plot, fact) {
    for (const [curve, trace] of plot.data.entries()) {
      const facts = trace.customdata || [];
      const point = facts.findIndex((one) => one === fact || (one && one[0] === fact));
      if (point >= 0) return { curveNumber: curve, pointNumber: point };
    }
    return null;
  }

  for (const box of document.querySelectorAll(".explore")) {
    const name = box.dataset.figure;
    const frame = document.getElementById(`${name}-frame`);
    const button = box.querySelector(".open");
    const stage = box.querySelector(".stage");
    const plot = box.querySelector(".plot");
    const told = box.querySelector(".told");
    const rows = data.figures[name].rows;
    const words = { open: button.textContent, close: button.dataset.close };
    let at = -1;

    const say = (text) => { if (told.textContent !== text) told.textContent = text; };

    async function draw() {
      const Plotly = await (library = library || unpack());
      const spec = fitted(specOf(name), stage.clientWidth);
      const settings = { displayModeBar: false, scrollZoom: false, doubleClick: false };
      await Plotly.react(plot, spec.data, spec.layout, settings);
      plot.removeAllListeners("plotly_hover");
      plot.on("plotly_hover", (event) => {
        const fact = event.points[0].customdata;
        const row = rows.findIndex((one) => one[0] === fact);
        if (row >= 0) { at = row; say(rows[row][1]); }
      });
    }

    function step(by) {
      at = (at + by + rows.length) % rows.length;
      if (at < 0) at = rows.length - 1;
      const found = place(plot, rows[at][0]);
      if (found) window.Plotly.Fx.hover(plot, [found]);
      else window.Plotly.Fx.unhover(plot);
      say(rows[at][1]);
    }

    button.addEventListener("click", async () => {
      const opening = stage.hidden;
      stage.hidden = !opening;
      button.setAttribute("aria-expanded", String(opening));
      button.textContent = opening ? words.close : words.open;
      frame.classList.toggle("away", opening);
      if (!opening) return;
      try {
        await draw();
      } catch (error) {
        frame.classList.remove("away");
        plot.hidden = true;
        say(data.failed);
        console.error(error);
      }
    });
    box.querySelector(".previous").addEventListener("click", () => step(at < 0 ? 0 : -1));
    box.querySelector(".next").addEventListener("click", () => step(1));
    const again = () => { if (!stage.hidden && window.Plotly) draw(); };
    dark.addEventListener("change", again);
    window.addEventListener("resize", again);
    box.hidden = false;
  }
})();
