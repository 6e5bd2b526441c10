// Swagger UI speaks English only: its own words are put into the reader's language as it writes them.
(() => {
  const words = JSON.parse(document.getElementById("swagger-words").textContent);
  const root = document.getElementById("swagger-ui");
  const translate = (node) => {
    const known = words[node.nodeValue.trim()];
    if (known) node.nodeValue = node.nodeValue.replace(node.nodeValue.trim(), known);
  };
  const translateAll = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return translate(node);
    if (node.nodeType !== Node.ELEMENT_NODE || node.closest("pre, code, textarea")) return;
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) if (!walker.currentNode.parentElement.closest("pre, code, textarea")) translate(walker.currentNode);
  };
  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "characterData") translate(change.target);
      for (const node of change.addedNodes) translateAll(node);
    }
  }).observe(root, { childList: true, subtree: true, characterData: true });
})();
