// Talks to the site's address for autosaving. A page has one account; see `account`.

const SECONDS = 20;

export const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

export const renewToken = (value) => {
  for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = value;
};

const isJson = (response) => response.headers.get("Content-Type")?.startsWith("application/json");

// Whose session it is: {account, name, token}; null if it is over. Throws if the site cannot be
// reached.
export const session = async (url) => {
  const signal = AbortSignal.timeout(SECONDS * 1000);
  const response = await fetch(url, { redirect: "manual", cache: "no-store", signal });
  if (response.type === "opaqueredirect") return null;
  if (isJson(response)) return response.json();
  throw new Error(`status ${response.status}`);
};

// Sends `data` to `url`. Returns {kind, ...}:
// - "answered" with the site's answer,
// - "refused" with a sentence: trying again would not help,
// - "loggedOut", also if somebody else is logged in, or
// - "unreachable".
export const send = async (url, data, { keepalive = false, seconds = SECONDS, again = true } = {}) => {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
      body: JSON.stringify(data),
      redirect: "manual",
      keepalive,
      signal: AbortSignal.timeout(seconds * 1000),
    });
    if (response.type === "opaqueredirect") return { kind: "loggedOut" };
    if (isJson(response)) {
      const answer = await response.json();
      if (response.ok) return { kind: "answered", ...answer };
      return response.status === 409 ? { kind: "loggedOut" } : { kind: "refused", sentence: answer.refused };
    }
    if (response.status === 403 && again) return await renewAndSend(url, data);
    return { kind: "unreachable" };
  } catch {
    return { kind: "unreachable" };
  }
};

// A login in another window has changed the CSRF token.
const renewAndSend = async (url, data) => {
  const found = await session(url);
  if (found?.account !== data.account) return { kind: "loggedOut" };
  if (!found.token) return { kind: "refused", sentence: found.refused };
  renewToken(found.token);
  return send(url, data, { again: false });
};
