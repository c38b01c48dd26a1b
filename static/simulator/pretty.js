// Lays out XML, JSON and addresses for people to read.

function prettyXml(text) {
  const document = new DOMParser().parseFromString(text, "text/xml");
  if (document.querySelector("parsererror")) return null;
  const lines = [];
  const walk = (node, depth) => {
    const pad = "  ".repeat(depth);
    const elements = [...node.children];
    if (elements.length) {
      lines.push(`${pad}<${node.nodeName}>`);
      elements.forEach((child) => walk(child, depth + 1));
      lines.push(`${pad}</${node.nodeName}>`);
    } else {
      const cdata = [...node.childNodes].some((child) => child.nodeType === Node.CDATA_SECTION_NODE);
      const words = cdata ? `<![CDATA[${node.textContent}]]>` : node.textContent;
      lines.push(`${pad}<${node.nodeName}>${words}</${node.nodeName}>`);
    }
  };
  walk(document.documentElement, 0);
  return lines.join("\n");
}

export function pretty(text) {
  const trimmed = (text ?? "").trim();
  if (trimmed.startsWith("<")) return prettyXml(trimmed) ?? text;
  if (trimmed.startsWith("{") || trimmed.startsWith("[")) {
    try {
      return JSON.stringify(JSON.parse(trimmed), null, 2);
    } catch {
      return text;
    }
  }
  return text ?? "";
}

// The decrypted push and reply stand in one text with a line of two hyphens between them.
export function prettyInner(text) {
  return text.split(/\n+--\n+/).map(pretty).join("\n\n──────── 回复 ────────\n\n");
}

// An address with each parameter on a line of its own.
export function prettyUrl(text) {
  const [path, query] = text.split(/\?(.*)/s);
  return query ? `${path}\n  ?${query.split("&").join("\n  &")}` : path;
}
