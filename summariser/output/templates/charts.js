/** Drawings of a collection. Each is made once and drawn anew for the facts that are shown. */
const Drawings = (() => {
  "use strict";
  const TONES = ["firm", "open", "doubtful", "against", "plain"];
  const SHOWN_AT_FIRST = 12;
  const SHAPES = ["circle", "square", "triangle", "diamond2", "star", "times"];
  const MOST_PAIRS = SHAPES.length;
  const TIP = { maxRadius: 30, lineHeight: 1.35, textPadding: 9, stroke: "var(--rule-strong)" };

  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children);
    return element;
  }

  function svg(tag, attributes) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  }

  const plural = (count, one, many = `${one}s`) => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
  const day = (text) => new Date(`${text}T00:00:00Z`);

  function frame(chart, noun) {
    const lead = make("div", { class: "lead" }, make("h2", {}, chart.title));
    const body = make("div");
    const section = make("section", { class: "drawing", "aria-label": chart.title }, lead, body);
    if (chart.without) {
      const text = `${plural(chart.without, "fact")} without ${noun} ${chart.without === 1 ? "is" : "are"} in the list alone.`;
      section.append(make("p", { class: "without" }, text));
    }
    return { lead, body, section };
  }

  function chooser(label, options, change) {
    const select = make("select", {}, ...options.map(([value, text]) => make("option", { value }, text)));
    select.addEventListener("change", change);
    return { select, label: make("label", {}, label, select) };
  }

  /** A plot that is pointed at and stepped through: marks are {x, y, facts, text}. */
  function interactive(body, plot, marks, label, page) {
    const figure = make("div", {
      class: "figure", tabindex: "0", role: "application", "aria-roledescription": "drawing",
      "aria-label": `${label}. ${plural(marks.length, "mark")}; the arrow keys step through them, Enter opens one.`,
    });
    plot.setAttribute("aria-hidden", "true");
    figure.append(plot);
    const ring = svg("circle", { r: 11, fill: "none", stroke: "currentColor", "stroke-width": 2, visibility: "hidden" });
    plot.append(ring);
    const ordered = [...marks].sort((a, b) => a.x - b.x || String(a.lane ?? a.y).localeCompare(String(b.lane ?? b.y)));
    let at = -1;
    figure.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (step && ordered.length) {
        event.preventDefault();
        at = Math.max(0, Math.min(ordered.length - 1, at + step));
        const place = [plot.scale("x").apply(ordered[at].x), plot.scale("y").apply(ordered[at].y)];
        ring.setAttribute("cx", place[0]);
        ring.setAttribute("cy", place[1] + (plot.scale("y").bandwidth ?? 0) / 2);
        ring.setAttribute("visibility", "visible");
        page.say(ordered[at].text.replaceAll("\n", ", "));
      } else if (event.key === "Enter" && ordered[at]) {
        event.preventDefault(); // else the same key presses the button that gets the focus
        page.open(ordered[at].facts, ordered[at].text);
      }
    });
    figure.addEventListener("blur", () => ring.setAttribute("visibility", "hidden"));
    figure.addEventListener("click", () => plot.value?.facts && page.open(plot.value.facts, plot.value.text));
    const focused = body.contains(document.activeElement);
    body.replaceChildren(figure);
    if (focused) figure.focus();
  }

  /** A length of time into which dates are gathered, so that some dozens of them span all. */
  function interval(dates) {
    const days = (d3.max(dates) - d3.min(dates)) / 864e5;
    if (days > 365 * 90) return [d3.utcYear.every(10), "%Y"];
    if (days > 365 * 10) return [d3.utcYear, "%Y"];
    if (days > 365 * 4) return [d3.utcMonth.every(3), "%B %Y"];
    return days > 90 ? [d3.utcMonth, "%B %Y"] : [d3.utcDay, "%-d %B %Y"];
  }

  function timeline(chart, page) {
    const { body, section } = frame(chart, "a date that is known");
    const lanes = d3.groupSort(chart.points, (group) => -group.length, (point) => point[3]);
    function draw(shown) {
      const points = chart.points.filter(([fact]) => shown.has(fact));
      if (!points.length) return body.replaceChildren(make("p", { class: "soft" }, "None of the facts shown has a date."));
      const [step, format] = interval(points.map((point) => day(point[1])));
      const name = d3.utcFormat(format);
      const marks = [];
      for (const [lane, inLane] of d3.group(points, (point) => point[3])) {
        for (const [time, here] of d3.group(inLane, (point) => +step.floor(day(point[1])))) {
          const facts = [...new Set(here.map((point) => point[0]))];
          const roles = d3.rollups(here, (group) => group.length, (point) => point[4]).sort((a, b) => b[1] - a[1]);
          const what = facts.length === 1 ? page.fact(facts[0]).title : plural(facts.length, "fact");
          const how = roles.filter(([role]) => role).map(([role, count]) => (count > 1 ? `${role} (${count})` : role)).join(", ");
          marks.push({ x: new Date(time), y: lane, lane, facts, text: `${what}\n${lane}, ${name(new Date(time))}${how ? `\n${how}` : ""}` });
        }
      }
      const narrow = body.clientWidth < 560;
      const used = lanes.filter((lane) => marks.some((mark) => mark.y === lane));
      const plot = Plot.plot({
        className: "chart", width: body.clientWidth || 1080, height: used.length * (narrow ? 34 : 27) + 52,
        marginLeft: narrow ? 8 : 150, marginRight: 16, marginTop: 12,
        x: { type: "utc", label: null, nice: false, inset: 14 },
        y: { type: "point", domain: used, label: null, axis: narrow ? null : "left" },
        r: { range: [0, narrow ? 9 : 11], domain: [0, Math.max(12, d3.max(marks, (mark) => mark.facts.length))] },
        marks: [
          Plot.ruleY(used, { stroke: "currentColor", strokeOpacity: 0.12 }),
          narrow ? Plot.text(used, { y: (lane) => lane, text: (lane) => lane, frameAnchor: "left", dy: -11, fillOpacity: 0.75 }) : null,
          Plot.dot(marks, { x: "x", y: "y", r: (mark) => Math.max(mark.facts.length, 1), fill: "var(--accent)", fillOpacity: 0.6, stroke: "var(--accent)" }),
          Plot.tip(marks, Plot.pointer({ x: "x", y: "y", title: "text", ...TIP, lineWidth: narrow ? 18 : 26 })),
        ],
      });
      interactive(body, plot, marks, chart.title, page);
    }
    return { section, draw };
  }

  function bar(counts, most) {
    const drawn = svg("svg", { "aria-hidden": "true" });
    let x = 0;
    for (const tone of TONES) {
      const width = ((counts.get(tone) ?? 0) / most) * 100;
      if (!width) continue;
      drawn.append(svg("rect", { class: tone, x: `${x}%`, width: `${Math.max(width - 0.4, 0.3)}%`, height: "100%" }));
      x += width;
    }
    return drawn;
  }

  function flows(chart, page) {
    const { lead, body, section } = frame(chart, "both sides named");
    const groups = d3.groupSort(chart.points.flatMap((point) => point[3]), (group) => -group.length, (group) => group);
    let all = false;
    let last = new Set();
    const { select, label } = chooser("Kind", [["", "all kinds"], ...groups.map((group) => [group, group])], () => draw(last));
    if (groups.length > 1) lead.append(make("div", { class: "choices screen" }, label));

    function row([key, facts], most) {
      const [source, target] = key.split(">").map(Number);
      const counts = d3.rollup(facts, (group) => group.length, (fact) => page.fact(fact).tone);
      const status = d3.rollups(facts, (group) => group.length, (fact) => page.fact(fact).tags[0]?.[1] ?? "not said");
      const said = status.sort((a, b) => b[1] - a[1]).map(([name, count]) => `${name} ${count}`).join(", ");
      const title = `${page.party(source)} to ${page.party(target)}`;
      const go = make("button", { type: "button", class: "go", "aria-label": `${title}: ${plural(facts.length, "fact")}`, onclick: () => page.open(facts, title) }, String(facts.length));
      const drawn = make("td", { class: "bar", title: said, role: "cell" }, bar(counts, most), make("span", { class: "unseen" }, said));
      return make("tr", { role: "row" }, make("td", { role: "cell" }, page.party(source)), make("td", { role: "cell" }, page.party(target)), drawn, make("td", { role: "cell" }, go));
    }

    function draw(shown) {
      last = shown;
      const points = chart.points.filter(([fact, , , kinds]) => shown.has(fact) && (!select.value || kinds.includes(select.value)));
      const pairs = d3.rollups(points, (group) => group.map((point) => point[0]), (point) => `${point[1]}>${point[2]}`);
      pairs.sort((a, b) => b[1].length - a[1].length);
      if (!pairs.length) return body.replaceChildren(make("p", { class: "soft" }, "None of the facts shown names both sides."));
      const most = pairs[0][1].length;
      const rows = (all ? pairs : pairs.slice(0, SHOWN_AT_FIRST)).map((pair) => row(pair, most));
      const heads = ["From", "To", "How far it has come", "Facts"].map((head) => make("th", { scope: "col", role: "columnheader" }, head));
      const table = make("table", { class: "flows", role: "table", "aria-label": chart.title }, make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, ...heads)), make("tbody", { role: "rowgroup" }, ...rows));
      const used = new Set(points.map(([fact]) => page.fact(fact).tone));
      const names = { firm: "happened", open: "not yet", doubtful: "somebody says so", against: "does not hold", plain: "other" };
      const key = make("ul", { class: "key bar", "aria-label": "Key" }, ...TONES.filter((tone) => used.has(tone)).map((tone) => {
        const swatch = svg("svg", { width: 20, height: 12, "aria-hidden": "true" });
        swatch.append(svg("rect", { class: tone, width: 20, height: 12 }));
        return make("li", {}, swatch, names[tone]);
      }));
      const more = make("button", { type: "button", class: "all screen", onclick: () => { all = !all; draw(last); } }, all ? "Show fewer" : `Show all ${pairs.length}`);
      body.replaceChildren(key, table, ...(pairs.length > SHOWN_AT_FIRST ? [more] : []));
    }
    return { section, draw };
  }

  function series(chart, page) {
    const { lead, body, section } = frame(chart, "a number and a known period");
    const kinds = d3.rollups(chart.points, (group) => group.length, (point) => `${point[3]}, ${point[4]}`).sort((a, b) => b[1] - a[1]);
    const pairName = (point) => [point[7], point[8]].map((party) => (party === null ? null : page.party(party))).filter((name) => name !== null).join(" → ") || "not named";
    let last = new Set();
    const measure = chooser("Measure", kinds.map(([kind, count]) => [kind, `${kind} (${count})`]), () => { pairs(); draw(last); });
    const pair = chooser("Pair", [], () => draw(last));
    lead.append(make("div", { class: "choices screen" }, measure.label, pair.label));

    function pairs() {
      const here = chart.points.filter((point) => `${point[3]}, ${point[4]}` === measure.select.value);
      const counted = d3.rollups(here, (group) => group.length, pairName).sort((a, b) => b[1] - a[1]);
      pair.select.replaceChildren(make("option", { value: "" }, "all pairs"), ...counted.map(([name, count]) => make("option", { value: name }, `${name} (${count})`)));
    }

    function axis(marks) {
      const positive = marks.every((mark) => mark.y > 0);
      const [least, most] = d3.extent(marks, (mark) => mark.y);
      const log = positive && most / least > 500;
      const format = (value) => d3.format("~s")(value).replace("G", " bn").replace("M", " m").replace("T", " tn").replace("k", ",000");
      return { type: log ? "log" : "linear", zero: !log, nice: true, grid: true, tickFormat: format, ticks: 5, label: log ? `${measure.select.value} (logarithmic)` : measure.select.value };
    }

    function draw(shown) {
      last = shown;
      const points = chart.points.filter((point) => shown.has(point[0]) && `${point[3]}, ${point[4]}` === measure.select.value && (!pair.select.value || pairName(point) === pair.select.value));
      if (!points.length) return body.replaceChildren(make("p", { class: "soft" }, "None of the facts shown has such a number with a known period."));
      const marks = points.map((point) => {
        const [start, end] = [day(point[1]), day(point[2])];
        return { x: new Date((+start + +end) / 2), start, end, y: point[5], most: point[6] ?? point[5], pair: pairName(point), facts: [point[0]], text: `${page.fact(point[0]).title}\n${page.when(point[0])}` };
      });
      const leading = d3.rollups(marks, (group) => group.length, (mark) => mark.pair).sort((a, b) => b[1] - a[1]).slice(0, MOST_PAIRS).map(([name]) => name);
      const named = marks.filter((mark) => leading.includes(mark.pair));
      const others = marks.filter((mark) => !leading.includes(mark.pair));
      const narrow = body.clientWidth < 560;
      const shape = { stroke: "pair", symbol: "pair", fill: "var(--paper)", strokeWidth: 1.8, r: 4 };
      const plot = Plot.plot({
        className: "chart", width: body.clientWidth || 1080, height: narrow ? 280 : 340, marginLeft: 62, marginRight: 20, marginTop: 28,
        x: { type: "utc", label: null, inset: 12 }, y: axis(marks),
        color: { domain: leading, range: ["var(--accent)", "var(--doubtful)", "var(--firm)", "var(--against)", "var(--soft)", "var(--ink)"] },
        symbol: { domain: leading, range: SHAPES.slice(0, leading.length) },
        marks: [
          Plot.ruleX(marks.filter((mark) => mark.most !== mark.y), { x: "x", y1: "y", y2: "most", strokeOpacity: 0.5 }),
          Plot.dot(others, { x: "x", y: "y", r: 2.5, fill: "var(--rule-strong)" }),
          Plot.line(d3.sort(named, (mark) => mark.x), { x: "x", y: "y", z: "pair", stroke: "pair", strokeOpacity: 0.35 }),
          Plot.dot(named, { x: "x", y: "y", ...shape }),
          Plot.tip(marks, Plot.pointer({ x: "x", y: "y", title: "text", ...TIP, lineWidth: narrow ? 18 : 28 })),
        ],
      });
      interactive(body, plot, marks, `${chart.title}: ${measure.select.value}`, page);
      body.append(legend(leading, plot, others.length));
    }

    function legend(leading, plot, others) {
      const symbols = { circle: d3.symbolCircle, square: d3.symbolSquare, triangle: d3.symbolTriangle, diamond2: d3.symbolDiamond2, star: d3.symbolStar, times: d3.symbolTimes };
      const entries = leading.map((name, at) => {
        const drawn = svg("svg", { width: 14, height: 14, viewBox: "-7 -7 14 14", "aria-hidden": "true" });
        drawn.append(svg("path", { d: d3.symbol(symbols[SHAPES[at]], 50)(), fill: "none", stroke: plot.scale("color").apply(name), "stroke-width": 1.8 }));
        return make("li", {}, drawn, name);
      });
      if (others) entries.push(make("li", { class: "soft" }, `small grey: ${plural(others, "figure")} of other pairs`));
      return make("ul", { class: "key", "aria-label": "Key" }, ...entries);
    }
    pairs();
    return { section, draw };
  }

  return { make, plural, kinds: { timeline, flows, series } };
})();
