// The signed roster: nothing of it is used before its signature has been verified, wherever it lay meanwhile.

import {bare} from "./codes.js";

const ALGORITHM = {name: "ECDSA", namedCurve: "P-256"};

export class BadSignature extends Error {}

function bytes(base64) {
  return Uint8Array.from(atob(base64), (each) => each.charCodeAt(0));
}

/** The server's public key (an uncompressed point, base64), as the page carries it. */
export function publicKey(point) {
  return crypto.subtle.importKey("raw", bytes(point), ALGORITHM, false, ["verify"]);
}

/** What a signed envelope holds. Throws BadSignature when the server did not sign it, or signed something else. */
export async function opened(envelope, key, kind) {
  const {payload, signature} = envelope ?? {};
  let genuine = false;
  try {
    const text = new TextEncoder().encode(payload);
    genuine = await crypto.subtle.verify({name: "ECDSA", hash: "SHA-256"}, key, bytes(signature), text);
  } catch {
    genuine = false; // not even a signature
  }
  if (!genuine) throw new BadSignature();
  const value = JSON.parse(payload);
  if (value.kind !== kind) throw new BadSignature();
  return value;
}

function person([badge, name, delegation, category, pinyin, ...codes], index, packed) {
  const letters = pinyin.replaceAll(" ", "");
  const initials = pinyin.split(" ").map((each) => each[0] ?? "").join("");
  return {
    index, badge, name, delegation: packed.delegations[delegation], category: packed.categories[category], codes, letters,
    initials, bareBadge: bare(badge), plainName: name.replace(/\s+/g, "").toLowerCase(),
  };
}

function stage(packed) {
  const among = new Set(packed.among);
  // `among` names who may; or, when that is shorter, who may not.
  return {...packed, may: (index) => among.has(index) !== packed.except};
}

/** The verified roster, ready to be searched. */
export function unpacked(value) {
  const people = value.people.map((row, index) => person(row, index, value));
  return {
    ...value,
    people,
    stages: value.stages.map(stage),
    byBadge: new Map(people.map((each) => [each.bareBadge, each])),
    byCode: new Map(people.flatMap((each) => each.codes.filter(Boolean).map((code) => [code, each]))),
  };
}

/** Who came to a stage, from a verified list: badge -> where, when, by whom. */
export function seenIn(value) {
  return new Map((value?.seen ?? []).map(([badge, at, desk, by]) => [badge, {at, desk, by}]));
}
