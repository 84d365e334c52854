// Makes and uses passkeys. Options come and credentials leave as JSON, which not every browser in
// use can convert by itself.

const ALREADY = "{%This device already has a passkey for you.%}";
const UNUSED = "{%No passkey was used. Please try again, or choose another way.%}";
const BINARY = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];

/** Tell whether this browser knows passkeys. */
export function passkeysAvailable() {
  return "PublicKeyCredential" in window;
}

/**
 * Return a credential as JSON, from a new passkey ("create") or one that is there ("get").
 * The message of what it throws is fit for the borrower.
 */
export async function answerPasskey(options, kind) {
  try {
    return written(await navigator.credentials[kind]({ publicKey: read(options) }));
  } catch (error) {
    throw new Error(error.name === "InvalidStateError" ? ALREADY : UNUSED);
  }
}

function read({ challenge, user, ...options }) {
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    options[list] = options[list]?.map((one) => ({ ...one, id: bytes(one.id) }));
  }
  return { ...options, challenge: bytes(challenge), user: user && { ...user, id: bytes(user.id) } };
}

function written({ id, type, response }) {
  const sent = { transports: response.getTransports?.() };
  for (const name of BINARY) if (response[name]) sent[name] = text(response[name]);
  return JSON.stringify({ id, rawId: id, type, response: sent });
}

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

function text(buffer) {
  const plain = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return plain.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
