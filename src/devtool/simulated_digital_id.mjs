// A stand-in for ThaID, for ./dev demo and the journeys only: the certified npm `oidc-provider` with invented people.
//   node simulated_digital_id.mjs PORT REDIRECT_URI CLIENT_ID CLIENT_SECRET
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer } from "node:http";

import Provider from "oidc-provider";

const [port, redirectUri, clientId, clientSecret] = process.argv.slice(2);
const issuer = `http://localhost:${port}`;

// The numbers pass their check digit and belong to nobody.
const people = {
  manee: { pid: "1101999000011", title: "นางสาว", given_name: "มานี", family_name: "มีนา", ial: 2.3 },
  piti: { pid: "3509900000013", title: "นาย", given_name: "ปิติ", family_name: "พอใจ", ial: 2.3 },
  weak: { pid: "1101999000291", title: "นาย", given_name: "ชูใจ", family_name: "เลิศล้ำ", ial: 1.1 },
};

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const provider = new Provider(issuer, {
  clients: [
    {
      client_id: clientId,
      client_secret: clientSecret,
      redirect_uris: [redirectUri],
      grant_types: ["authorization_code"],
      response_types: ["code"],
      require_auth_time: true,
      post_logout_redirect_uris: [new URL("/", redirectUri).href],
    },
  ],
  jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig", alg: "RS256", kid: "simulated" }] },
  cookies: { keys: [randomBytes(32).toString("hex")] },
  claims: {
    openid: ["sub"],
    pid: ["pid"],
    given_name: ["given_name"],
    family_name: ["family_name"],
    title: ["title"],
    ial: ["ial"],
  },
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  features: {
    devInteractions: { enabled: false },
    rpInitiatedLogout: {
      logoutSource: (context, form) => {
        const button = `<button class="main" type="submit" form="op.logoutForm" value="yes" name="logout">ออกจากระบบ</button>`;
        context.body = page("ออกจากระบบยืนยันตัวตน", `${form}${button}`);
      },
    },
  },
  interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_context, id) => people[id] && { accountId: id, claims: () => ({ sub: id, ...people[id] }) },
  async loadExistingGrant(context) {
    const grant = new provider.Grant({ clientId, accountId: context.oidc.session.accountId });
    grant.addOIDCScope(context.oidc.params.scope);
    await grant.save();
    return grant;
  },
});

function page(title, content) {
  return `<!doctype html><html lang="th"><head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>
body{font:18px/1.65 Sarabun,sans-serif;margin:0;background:#f4f1ea;color:#222}
main{max-width:30rem;margin:2rem auto;padding:1.5rem;background:#fff;border:2px dashed #8a5a00}
button{font:inherit;display:block;width:100%;min-height:48px;margin:.6rem 0;border:1px solid #555;border-radius:6px;background:#fff}
button.main{background:#12325b;color:#fff}.label{background:#8a5a00;color:#fff;padding:.2rem .6rem;border-radius:4px}
</style></head><body><main><p><span class="label">ระบบจำลอง</span></p><h1>${title}</h1>${content}</main></body></html>`;
}

function choice(id, { title, given_name: given, family_name: family, ial }) {
  return `<button class="main" name="person" value="${id}">${title}${given} ${family} (ระดับ ${ial})</button>`;
}

async function interact(request, response) {
  const { uid } = await provider.interactionDetails(request, response);
  if (request.method !== "POST") {
    const rows = Object.entries(people).map(([id, person]) => choice(id, person)).join("");
    const form = `<form method="post" action="/interaction/${uid}">${rows}<button name="person" value="">ไม่ยินยอม</button></form>`;
    const note = "<p>ไม่ใช่ ThaID จริง บุคคลเหล่านี้สมมุติขึ้น เลือกว่าจะเป็นใคร</p>";
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(page("คุณต้องการเข้าสู่ระบบเป็นใคร", note + form));
    return;
  }
  let body = "";
  for await (const part of request) body += part;
  const accountId = new URLSearchParams(body).get("person");
  const result = people[accountId] ? { login: { accountId } } : { error: "access_denied", error_description: "refused" };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

const answer = provider.callback();
createServer((request, response) => {
  if (request.url === "/favicon.ico") return response.writeHead(204).end();
  if (!request.url.startsWith("/interaction/")) return answer(request, response);
  return interact(request, response).catch(() => {
    response.statusCode = 400;
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(page("กรุณาเริ่มใหม่", "<p>กลับไปที่เว็บไซต์ของ อปท. แล้วเข้าสู่ระบบใหม่</p>"));
  });
}).listen(Number(port), "127.0.0.1", () => console.log(`simulated Digital ID at ${issuer}`));
