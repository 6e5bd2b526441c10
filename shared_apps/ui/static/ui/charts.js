// Charts are drawn from the table that stands under them: <canvas data-chart="bar" data-table="id">.
(() => {
  "use strict";
  const style = getComputedStyle(document.documentElement);
  const colours = [style.getPropertyValue("--brand").trim(), "#b8860b", "#1a56db", "#b3261e", "#5b3a8c"];
  const dashes = [[], [6, 4], [2, 3], [8, 3, 2, 3], []];

  function numberIn(cell) {
    return Number.parseFloat(cell.dataset.value ?? cell.textContent.replaceAll(",", ""));
  }

  function read(table, kind, columns) {
    const heads = [...table.tHead.rows[0].cells].slice(1, columns ? columns + 1 : undefined).map((cell) => cell.textContent.trim());
    const rows = [...table.tBodies[0].rows];
    return {
      labels: rows.map((row) => row.cells[0].textContent.trim()),
      datasets: heads.map((label, column) => ({
        label,
        data: rows.map((row) => numberIn(row.cells[column + 1])),
        backgroundColor: colours[column % colours.length],
        borderColor: colours[column % colours.length],
        borderDash: dashes[column % dashes.length],
        borderWidth: kind === "bar" ? 0 : 2,
        tension: 0.25,
        maxBarThickness: 44,
      })),
    };
  }

  // A label in lines of at most so many letters, broken between words.
  function lines(label, most) {
    const words = "Segmenter" in Intl ? [...new Intl.Segmenter("th", { granularity: "word" }).segment(label)].map((one) => one.segment) : label.split(/(?<= )/);
    const found = [""];
    for (const word of words) {
      if (found.at(-1) && found.at(-1).length + word.length > most) found.push("");
      found[found.length - 1] += word;
    }
    return found.map((line) => line.trim()).filter(Boolean);
  }

  // On a phone bars with long names lie, one under the other; upright they would stand over slanting letters.
  function lay(canvas, table, drawn) {
    const rows = table.tBodies[0].rows.length;
    canvas.parentElement.style.height = `${Math.max(280, rows * (drawn * 16 + 26) + 60)}px`;
  }

  function draw(canvas) {
    const table = document.getElementById(canvas.dataset.table);
    if (!table) return;
    const columns = Number(canvas.dataset.columns ?? 0);
    const drawn = columns || table.tHead.rows[0].cells.length - 1;
    const kind = canvas.dataset.chart;
    const longest = Math.max(...[...table.tBodies[0].rows].map((row) => row.cells[0].textContent.trim().length));
    const lies = kind === "bar" && canvas.parentElement.clientWidth < 520 && longest > 9;
    if (lies) lay(canvas, table, drawn);
    const names = { grid: { display: false }, ticks: { autoSkip: !lies, maxRotation: lies ? 0 : 50, callback(value) { return lines(this.getLabelForValue(value), lies ? 14 : 24); } } };
    const amounts = { beginAtZero: kind === "bar", grid: { color: "#e3e7ea" }, ticks: { maxTicksLimit: lies ? 4 : 6, precision: kind === "bar" ? 0 : undefined, callback: (value) => value.toLocaleString("th-TH") } };
    new Chart(canvas, {
      type: kind,
      data: read(table, kind, columns),
      options: {
        animation: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
        maintainAspectRatio: false,
        indexAxis: lies ? "y" : "x",
        scales: lies ? { x: amounts, y: names } : { x: names, y: amounts },
        plugins: { legend: { position: "bottom", display: drawn > 1 } },
      },
    });
  }

  Chart.defaults.font.family = style.getPropertyValue("--bs-font-sans-serif");
  Chart.defaults.font.size = 15;
  Chart.defaults.color = style.getPropertyValue("--ink-2").trim();
  document.fonts.load("15px Sarabun", "ก1").finally(() => document.querySelectorAll("canvas[data-chart]").forEach(draw));
})();
