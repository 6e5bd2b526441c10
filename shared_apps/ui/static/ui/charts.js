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

  function draw(canvas) {
    const table = document.getElementById(canvas.dataset.table);
    if (!table) return;
    const columns = Number(canvas.dataset.columns ?? 0);
    const drawn = columns || table.tHead.rows[0].cells.length - 1;
    new Chart(canvas, {
      type: canvas.dataset.chart,
      data: read(table, canvas.dataset.chart, columns),
      options: {
        animation: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
        maintainAspectRatio: false,
        scales: {
          x: { grid: { display: false } },
          y: { beginAtZero: canvas.dataset.chart === "bar", grid: { color: "#e3e7ea" }, ticks: { maxTicksLimit: 6, precision: canvas.dataset.chart === "bar" ? 0 : undefined, callback: (value) => value.toLocaleString("th-TH") } },
        },
        plugins: { legend: { position: "bottom", display: drawn > 1 } },
      },
    });
  }

  Chart.defaults.font.family = style.getPropertyValue("--bs-font-sans-serif");
  Chart.defaults.font.size = 15;
  Chart.defaults.color = style.getPropertyValue("--ink-2").trim();
  document.fonts.load("15px Sarabun", "ก1").finally(() => document.querySelectorAll("canvas[data-chart]").forEach(draw));
})();
