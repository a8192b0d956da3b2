(() => {
  "use strict";
  const { make, plural } = Drawings;
  const { articles, facts, kinds, texts, parties, charts } = JSON.parse(document.getElementById("data").textContent);
  const PAGE = 100;
  const $ = (id) => document.getElementById(id);
  const field = Object.fromEntries(["search", "kind", "tag", "party", "from", "to"].map((id) => [id, $(id)]));
  let shown = [];
  let visible = PAGE;
  let newestFirst = true;

  const article = (fact) => articles[facts[fact].in];
  const partyName = (number) => parties[number].name;
  const words = facts.map((fact) => fold([fact.id, fact.title, articles[fact.in].title, ...fact.cites.map((cite) => texts[cite[1]]), ...fact.tags.map((tag) => tag[1]), ...fact.parties.map(partyName)].join(" ")));

  function fold(text) {
    return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  }

  function tagItem([, value, tone, by]) {
    return make("li", { class: `tag ${tone}` }, by ? `${value} by ${by}` : value);
  }

  function tagList(fact) {
    return make("ul", { class: "tags", "aria-label": "What is said of it" }, ...fact.tags.map(tagItem));
  }

  function counted(values) {
    return [...d3.rollup(values, (group) => group.length, (value) => value)].sort((a, b) => b[1] - a[1]);
  }

  function options() {
    for (const [kind, count] of counted(facts.map((fact) => fact.kind))) {
      field.kind.append(make("option", { value: kind }, `${kinds[kind]} (${count})`));
    }
    const tags = d3.group(facts.flatMap((fact) => fact.tags.map((tag) => [tag[0], tag[1]])), (tag) => tag[0]);
    for (const [name, group] of tags) {
      const entries = counted(group.map((tag) => tag[1])).map(([value, count]) => make("option", { value: `${name}\n${value}` }, `${value} (${count})`));
      field.tag.append(make("optgroup", { label: name }, ...entries));
    }
    const listed = counted(facts.flatMap((fact) => fact.parties)).filter(([party]) => parties[party].code);
    for (const [party, count] of listed.sort((a, b) => partyName(a[0]).localeCompare(partyName(b[0])))) {
      field.party.append(make("option", { value: party }, `${partyName(party)} (${count})`));
    }
  }

  function matches() {
    const wanted = fold(field.search.value).split(/\s+/).filter(Boolean);
    const tag = field.tag.value.split("\n");
    const found = [];
    facts.forEach((fact, number) => {
      const date = articles[fact.in].date;
      if (field.kind.value && fact.kind !== Number(field.kind.value)) return;
      if (field.tag.value && !fact.tags.some((entry) => entry[0] === tag[0] && entry[1] === tag[1])) return;
      if (field.party.value && !fact.parties.includes(Number(field.party.value))) return;
      if ((field.from.value && !(date >= field.from.value)) || (field.to.value && !(date && date <= field.to.value))) return;
      if (wanted.every((word) => words[number].includes(word))) found.push(number);
    });
    return found;
  }

  function sorted(numbers) {
    const sign = newestFirst ? -1 : 1;
    return numbers.sort((a, b) => sign * article(a).date.localeCompare(article(b).date) || a - b);
  }

  function row(number) {
    const fact = facts[number];
    const told = article(number);
    const name = make("button", { type: "button", class: "open-fact", dir: "auto", "data-fact": number }, fact.title);
    const cited = fact.cites.map((cite) => cite[0]);
    const where = `${cited.length === 1 ? "sentence" : "sentences"} ${cited.join(", ")}`;
    return make("tr", { role: "row" },
      make("td", { role: "cell" }, told.date || "no date"),
      make("td", { role: "cell" }, name, tagList(fact)),
      make("td", { role: "cell" }, make("span", { dir: "auto" }, told.title), make("br"), link(fact, told, where)));
  }

  /** To the sentence on the article's own page, else to the source, else plain words. */
  function link(fact, told, text) {
    if (told.page) return make("a", { href: `${told.page}#a1-${fact.id}` }, text);
    return make("span", { class: "soft" }, text);
  }

  function list() {
    $("rows").replaceChildren(...shown.slice(0, visible).map(row));
    $("more").hidden = visible >= shown.length;
    $("more").textContent = `Show more (${(shown.length - visible).toLocaleString("en")} left)`;
  }

  function update() {
    shown = sorted(matches());
    visible = PAGE;
    const of = shown.length === facts.length ? "" : ` of ${facts.length.toLocaleString("en")}`;
    const from = new Set(shown.map((number) => facts[number].in)).size;
    $("state").textContent = `${shown.length.toLocaleString("en")}${of} facts, from ${plural(from, "article")}`;
    list();
    draw();
  }

  function draw() {
    const set = new Set(shown);
    for (const drawing of drawings) drawing.draw(set);
  }

  function quotes(fact, told) {
    return fact.cites.map(([number, text]) => make("blockquote", { dir: "auto" }, texts[text], make("cite", {}, `Sentence ${number}`)));
  }

  function values(fact) {
    const line = (entries) => make("dd", { dir: "auto" }, ...entries.flatMap(([name, value, raw, how], at) => [
      ...(at ? [make("span", { class: "soft" }, name ? `, ${name} ` : ", ")] : []),
      ...(!at && name && entries.length === 1 ? [make("span", { class: "soft" }, `${name} `)] : []),
      ...(raw ? [make("q", {}, raw), " → "] : []), value ?? "",
      ...(how ? [make("span", { class: "soft" }, ` (${how})`)] : []),
    ]));
    return make("dl", {}, ...fact.rows.map(([label, lines]) => make("div", {}, make("dt", {}, texts[label]), ...lines.map(line))));
  }

  function source(told, fact) {
    const about = [make("span", { dir: "auto" }, told.title), make("br"), make("span", { class: "soft" }, told.date || "no date")];
    if (told.page) about.push(make("br"), make("a", { href: `${told.page}#a1-${fact.id}` }, "The article with its facts"));
    if (told.web) about.push(make("br"), make("a", { href: told.web, rel: "noopener noreferrer" }, told.web));
    else about.push(make("br"), make("span", { class: "soft" }, told.source));
    if (told.missing) about.push(make("br"), make("strong", {}, "This article was not read whole."));
    return make("p", {}, ...about);
  }

  function dialog(title, ...parts) {
    const close = make("button", { type: "button", class: "close", onclick: () => $("detail").close() }, "Close");
    $("detail").replaceChildren(make("div", { class: "inside" }, close, make("h2", { id: "detail-title", dir: "auto" }, title), ...parts));
    if (!$("detail").open) $("detail").showModal();
    $("detail").scrollTop = 0;
  }

  function showFact(number, back) {
    const fact = facts[number];
    const told = article(number);
    const returning = back ? [make("p", {}, make("button", { type: "button", class: "all", onclick: () => showSeveral(back.numbers, back.title) }, `Back to ${plural(back.numbers.length, "fact")}`))] : [];
    dialog(fact.title, ...returning, tagList(fact), make("h3", {}, fact.cites.length === 1 ? "Sentence" : "Sentences"), ...quotes(fact, told), make("h3", {}, "Values"), values(fact), make("h3", {}, "Article"), source(told, fact));
  }

  function showSeveral(numbers, title) {
    const entries = sorted([...numbers]).map((number) => {
      const open = make("button", { type: "button", class: "open-fact", dir: "auto", onclick: () => showFact(number, { numbers, title }) }, facts[number].title);
      return make("li", {}, open, tagList(facts[number]), make("p", { class: "soft" }, `${article(number).date || "no date"} · ${article(number).title}`));
    });
    dialog(title, make("p", { class: "soft" }, plural(numbers.length, "fact")), make("ul", { class: "several" }, ...entries));
  }

  const page = {
    fact: (number) => facts[number],
    party: partyName,
    when: (number) => `${article(number).date || "no date"}, ${article(number).title}`,
    say: (text) => { $("live").textContent = text; },
    open: (numbers, title) => (numbers.length === 1 ? showFact(numbers[0]) : showSeveral(numbers, title.split("\n").slice(-2)[0])),
  };
  const drawings = charts.filter((chart) => chart.points.length).map((chart) => Drawings.kinds[chart.kind](chart, page));
  $("charts").append(...drawings.map((drawing) => drawing.section));

  let waiting;
  const soon = () => { clearTimeout(waiting); waiting = setTimeout(update, 150); };
  options();
  $("filters").addEventListener("input", soon);
  $("filters").addEventListener("submit", (event) => event.preventDefault());
  $("filters").addEventListener("reset", () => setTimeout(update));
  $("more").addEventListener("click", () => { visible += PAGE; list(); });
  $("rows").addEventListener("click", (event) => {
    const name = event.target.closest("[data-fact]");
    if (name) showFact(Number(name.dataset.fact));
  });
  document.querySelector(".sort").addEventListener("click", () => {
    newestFirst = !newestFirst;
    $("by-date").setAttribute("aria-sort", newestFirst ? "descending" : "ascending");
    sorted(shown);
    list();
  });
  $("detail").addEventListener("click", (event) => { if (event.target === $("detail")) $("detail").close(); });
  let width = innerWidth;
  addEventListener("resize", () => {
    if (innerWidth === width) return;
    width = innerWidth;
    clearTimeout(waiting);
    waiting = setTimeout(update, 200);
  });
  update();
})();
