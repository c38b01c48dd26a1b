// What a scanner gun, a camera or a keyboard gives, made into what the roster knows.

const DIGITS = 16; // hexadecimal digits of a SHA-256 that the roster keeps of a code

// A Chinese input method turns a gun's keys into these.
const MEANT = {"。": ".", "、": "/", "—": "_", "–": "-", "‐": "-", "‘": "'", "’": "'", "·": "`"};

/** The text as it was meant: half-width, without blanks. */
export function plain(text) {
  return text.normalize("NFKC").replace(/[。、—–‐‘’·]/g, (each) => MEANT[each]).replace(/__+/g, "_").replace(/\s+/g, "");
}

/** The address of a platform code without its scheme, or "" when the text is none. */
export function address(text) {
  const found = /weixin\.qq\.com\/q\/([\w-]+)/i.exec(plain(text));
  return found ? `weixin.qq.com/q/${found[1]}` : "";
}

/** The scene string of a personal code, or "". */
export function scene(text) {
  const found = /delegate_[0-9a-z]+/i.exec(plain(text));
  return found ? found[0].toLowerCase() : "";
}

/** A badge number without dash, as capitals. */
export function bare(text) {
  return plain(text).toUpperCase().replace(/[^0-9A-Z]/g, "");
}

/** Letters with their case turned round: what a gun types while Caps Lock is on. */
export function turned(text) {
  return text.replace(/[a-z]/gi, (each) => (each < "a" ? each.toLowerCase() : each.toUpperCase()));
}

/** The digest under which the roster keeps a code. */
export async function digest(text) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return [...bytes].map((each) => each.toString(16).padStart(2, "0")).join("").slice(0, DIGITS);
}

/** Whether the text is a code of any kind and not something that a person typed. */
export function isCode(text) {
  return /https?:|weixin\.qq|delegate_|[/?=]/i.test(plain(text)) || plain(text).length > 24;
}

/** The person of the roster whose badge number or personal code the text is, or null. */
export async function recognise(roster, text) {
  for (const each of [text, turned(text)]) {
    const person = roster.byBadge.get(bare(each));
    if (person) return person;
    for (const code of [address(each), scene(each)]) {
      if (code) {
        const known = roster.byCode.get(await digest(code));
        if (known) return known;
      }
    }
  }
  return null;
}
