# SPDX-License-Identifier: MIT
"""The sample sinks reach a robot that behaves as WeCom's and DingTalk's do: the body, the signature, and a refusal,
which svc takes for a failure and tries again."""
import argparse, base64, hashlib, hmac, http.server, json, os, pathlib, subprocess, sys, tempfile, threading, urllib.parse

arguments = argparse.ArgumentParser()
for name in ("--svc", "--source", "--build"):
    arguments.add_argument(name)
options = arguments.parse_args()
sinks = pathlib.Path(options.source).resolve() / "tests/sinks"
svc = os.path.abspath(options.svc)
SECRET = "SECdemo"
received = []


class Robot(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        url = urllib.parse.urlparse(self.path)
        query = urllib.parse.parse_qs(url.query)
        code = 0
        if url.path == "/ding":
            time = query["timestamp"][0]
            sign = base64.b64encode(hmac.new(SECRET.encode(), f"{time}\n{SECRET}".encode(), hashlib.sha256).digest()).decode()
            code = 0 if query["sign"][0] == sign else 310000
        if url.path == "/refuse":
            code = 45009
        received.append((url.path, body, code))
        answer = json.dumps({"errcode": code, "errmsg": "ok" if code == 0 else "refused"}).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Robot)
threading.Thread(target=server.serve_forever, daemon=True).start()
base = f"http://127.0.0.1:{server.server_port}"

with tempfile.TemporaryDirectory() as home:
    def write(name, text):
        path = pathlib.Path(home) / name
        path.write_text(text)
        path.chmod(0o600)
        return path

    wecom, ding, refuse = write("wecom.url", f"{base}/wecom?key=1"), write("ding.url", f"{base}/ding?access_token=1"), write("refuse.url", f"{base}/refuse?key=1")
    secret = write("secret", SECRET)
    config = write("svc.toml", f"""
[contact.liu]
[team.office]
lead = "liu"
[sink.wecom]
run = ["{sinks}/wecom.sh", "{wecom}"]
[sink.ding]
run = ["{sinks}/dingtalk.sh", "{ding}", "{secret}"]
[sink.refuse]
run = ["{sinks}/wecom.sh", "{refuse}"]
[ladder.l]
sinks = ["wecom", "ding", "refuse"]
rungs = [ {{ at = "due", notify = ["@lead"] }} ]
[profile.p]
extends = "telecom"
ladder = "l"
team = "office"
""")
    environment = {"HOME": home, "PATH": "/usr/bin:/bin", "TZ": "Asia/Shanghai", "no_proxy": "127.0.0.1"}

    def run(*words):
        done = subprocess.run([svc, "--config", str(config), "--db", f"{home}/svc.db", *words], capture_output=True, text=True, env=environment)
        assert done.returncode == 0, (words, done)
        return done.stdout

    run("ticket", "open", "--title", '交换机 "down" $(id)', "--type", "fault", "--severity", "L1", "--now", "2026-03-02T10:00")
    run("escalate", "run", "--now", "2026-03-02T10:30")
    text = 'A-1 T-1 phone-response due, due 2026-03-02 10:30, to: liu: 交换机 "down" $(id)'
    expected = {"msgtype": "text", "text": {"content": text}}
    assert received == [("/wecom", expected, 0), ("/ding", expected, 0), ("/refuse", expected, 45009)], received
    delivery = json.loads(run("escalate", "log", "-o", "json"))[0]["delivery"]
    assert delivery.startswith("delivered wecom liu; delivered ding liu; pending refuse liu"), delivery
    run("escalate", "run", "--now", "2026-03-02T10:31")
    assert [path for path, _, _ in received[3:]] == ["/refuse"], received[3:]
