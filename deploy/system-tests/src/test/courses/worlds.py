#!/usr/bin/env python3
"""Both worlds for a while: an old program on its files, people in the suite, and a bridge that is killed. Then everything is compared."""
import json, os, random, subprocess, sys, threading, time, signal, urllib.request, urllib.parse, urllib.error, uuid, datetime, re

ROOT, DIR, SOURCE, SECONDS = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
KILL_EVERY = float(os.environ.get("KILL_EVERY", "40"))
PACE_FILE = float(os.environ.get("PACE_FILE", "0.7"))
PACE_SUITE = float(os.environ.get("PACE_SUITE", "0.4"))
env = {}
for line in open(os.path.join(os.environ.get("POLYCLINIC_HOME", ROOT + "/.polyclinic"), "env")):
    k, _, v = line.strip().partition("=")
    env[k] = v.strip("'")
GW = env["POLYCLINIC_GATEWAY_URL"]; OIDC = env["POLYCLINIC_OIDC_URL"]
tokens = {}; tlock = threading.Lock()
def token(user):
    with tlock:
        t = tokens.get(user)
        if t and t[1] > time.time(): return t[0]
        body = urllib.parse.urlencode(dict(grant_type="password", client_id="polyclinic-cli", username=user, password=user, scope="openid")).encode()
        r = json.load(urllib.request.urlopen(OIDC + "/protocol/openid-connect/token", body, timeout=30))
        tokens[user] = (r["access_token"], time.time() + r["expires_in"] - 30)
        return r["access_token"]
def call(user, method, path, body=None, headers=None):
    h = {"Authorization": "Bearer " + token(user), "Content-Type": "application/json"}
    if method == "POST": h["Idempotency-Key"] = str(uuid.uuid4())
    h.update(headers or {})
    for attempt in range(8):
        try:
            r = urllib.request.urlopen(urllib.request.Request(GW + "/api/v1" + path, None if body is None else json.dumps(body).encode(), h, method=method), timeout=40)
            d = r.read()
            return r.status, (json.loads(d) if d else None), r.headers
        except urllib.error.HTTPError as e:
            d = e.read()
            if e.code in (429, 502, 503, 504): time.sleep(0.5 * (attempt + 1)); continue
            return e.code, (json.loads(d) if d else None), e.headers
        except OSError: time.sleep(0.5 * (attempt + 1))
    raise Exception("no answer: " + method + " " + path)
def every(user, path):
    items, url = [], path + ("&" if "?" in path else "?") + "limit=200"
    first = url
    while True:
        s, p, _ = call(user, "GET", url)
        assert s == 200, (url, s, p)
        items += p["items"]
        if not p.get("next"): return items
        url = first + "&after=" + urllib.parse.quote(p["next"])
rng = random.Random(7)
log = lambda *a: print(datetime.datetime.now().strftime("%H:%M:%S"), *a, flush=True)
def f(name): return os.path.join(DIR, name + ".json")
def load(name):
    while True:
        try: return json.load(open(f(name), encoding="utf-8"))
        except (ValueError, FileNotFoundError): time.sleep(0.05)
writes = 0
def save(name, data):
    """As old programs do it: into the file, or a new one in its place."""
    global writes
    writes += 1
    text = json.dumps(data, ensure_ascii=False)
    if writes % 3:
        with open(f(name), "w", encoding="utf-8") as out: out.write(text)
    else:
        with open(f(name) + ".new", "w", encoding="utf-8") as out: out.write(text)
        os.replace(f(name) + ".new", f(name))
def records(name, data):
    if isinstance(data, list): return data
    out = []
    for v in data.values():
        if isinstance(v, list): out += v
        else: out.append(v)
    return out
def digits(p): 
    d = re.sub(r"[^0-9]", "", p or "")
    return d[-10:]
stop = threading.Event()
errors = []
# ---- who owns what
all_patients = {p["patient_id"]: p for p in records("patients", load("patients"))}
here = {}
for p in every("importer", "/patients"):
    pr = p.get("provenance") or {}
    if pr.get("source") == SOURCE: here[pr["externalId"]] = p["id"]
ids = sorted(i for i in all_patients if i in here)
log(len(all_patients), "patients in the file,", len(here), "of them here")
group = lambda k: [i for n, i in enumerate(ids) if n % 5 == k]
OURS, THEIRS, MIXED, CONTESTED, CORRECTED = (group(k) for k in range(5))
want_file_phone, want_suite_phone, want_name, want_mixed_phone, contested = {}, {}, {}, {}, set()
new_there = {"patients": [], "queue": [], "notes": [], "history": []}
new_here = {"PAT_": [], "NOTE_": [], "HIST_": [], "Q_": []}
corrected = {}
counts = {}
def count(what): counts[what] = counts.get(what, 0) + 1
n = [0]
def serial():
    n[0] += 1
    return n[0]
def new_phone(): return "9%09d" % (100_000_000 + 7 * serial() + rng.randrange(5) * 100_000_000)
now = lambda: datetime.datetime.utcnow().isoformat(timespec="microseconds")
def old_program():
    while not stop.is_set():
        begin = time.time()
        kind = rng.choice(["patients"] * 5 + ["history"] * 2 + ["notes", "queue"])
        data = load(kind)
        rs = records(kind, data)
        if kind == "patients":
            by = {r["patient_id"]: r for r in rs}
            for _ in range(3):
                i = rng.choice(THEIRS); ph = new_phone(); by[i]["phone"] = ph; by[i]["updated_at"] = now(); want_file_phone[i] = ph; count("phone there")
            i = rng.choice(MIXED); nm = "Both Worlds%d" % serial(); by[i]["name"] = nm; want_name[i] = nm; count("name there")
            i = rng.choice(CONTESTED); by[i]["phone"] = new_phone(); contested.add(i); count("contested there")
            if rng.random() < 0.5:
                pid = "PAT_N%07d" % serial(); rec = {"patient_id": pid, "name": "New There%d" % serial(), "age": 40, "gender": "F", "phone": new_phone(), "created_at": now(), "updated_at": now()}
                data.append(rec); new_there["patients"].append(pid); count("patient there")
        elif kind == "history":
            if rng.random() < 0.5:
                hid = "HIST_N%07d" % serial(); data.append({"history_id": hid, "patient_id": rng.choice(THEIRS), "type": "diagnosis", "date": "2025-03-0%d" % (1 + rng.randrange(9)), "content": {"diagnoses": ["there %d" % serial()]}, "source": "manual", "created_at": now()})
                new_there["history"].append(hid); count("history there")
            else:
                mine = [r for r in rs if r["patient_id"] in correctable and r["history_id"] in first_history]
                r = rng.choice(mine); text = "corrected %d" % serial(); r["content"]["notes"] = text; corrected[r["history_id"]] = (r["patient_id"], text); count("history corrected there")
        elif kind == "notes":
            i = rng.choice(THEIRS); nid = "NOTE_N%07d" % serial()
            rec = {"note_id": nid, "patient_id": i, "type": "manual", "content": {"text": "note there %d" % serial()}, "created_by": "nurse_rekha", "created_at": now(), "updated_at": now()}
            if isinstance(data, list): data.append(rec)
            else: data.setdefault(i, []).append(rec)
            new_there["notes"].append(nid); count("note there")
        else:
            qid = "Q_N%07d" % serial(); data.append({"queue_id": qid, "patient_id": rng.choice(THEIRS), "patient_name": "x", "token_number": 5, "priority": "normal", "status": "waiting", "added_at": now()})
            mine = [r for r in rs if r["queue_id"] in set(new_there["queue"]) and r["status"] == "waiting"]
            if mine and rng.random() < 0.5:
                r = rng.choice(mine); r["status"] = "completed"; r["completed_at"] = now(); r["started_at"] = now(); count("visit ended there")
            new_there["queue"].append(qid); count("visit there")
        save(kind, data)
        time.sleep(max(0, PACE_FILE - (time.time() - begin)))
correctable = set(CORRECTED)
first_history = {r["history_id"] for r in records("history", load("history")) if r["patient_id"] in correctable}
def patch(user, own, body):
    while True:
        s, p, h = call(user, "GET", "/patients/" + own)
        assert s == 200, (s, p)
        s, p, _ = call(user, "PATCH", "/patients/" + own, body, {"If-Match": h["ETag"], "Content-Type": "application/merge-patch+json"})
        if s == 200: return
        if s != 412: raise Exception("patch %s %s" % (s, p))
def suite_people(seed):
    r = random.Random(seed)
    mine = lambda l: l[seed::2]
    while not stop.is_set():
        try:
            begin = time.time()
            what = r.randrange(10)
            if what < 4:
                i = r.choice(mine(OURS)); ph = "+91" + new_phone(); patch("reception", here[i], {"phone": ph}); want_suite_phone[i] = ph; count("phone here")
            elif what < 6:
                i = r.choice(mine(MIXED)); ph = "+91" + new_phone(); patch("reception", here[i], {"phone": ph}); want_mixed_phone[i] = ph; count("phone here of mixed")
            elif what == 6:
                i = r.choice(mine(CONTESTED)); patch("reception", here[i], {"phone": "+91" + new_phone()}); contested.add(i); count("contested here")
            elif what == 7:
                s, p, _ = call("nurse", "POST", "/history", {"patientId": here[r.choice(OURS)], "type": "diagnosis", "date": "2026-01-05", "content": {"diagnoses": ["here %d" % serial()]}, "source": "manual"})
                assert s == 201, (s, p); new_here["HIST_"].append(p["id"]); count("history here")
            elif what == 8:
                s, p, _ = call("nurse", "POST", "/notes", {"patientId": here[r.choice(OURS)], "type": "manual", "content": {"text": "note here %d" % serial()}})
                assert s == 201, (s, p); nid = p["id"]
                s, p, _ = call("nurse", "POST", "/notes/" + nid + "/sign", {})
                assert s == 200, (s, p); new_here["NOTE_"].append(nid); count("note here")
            else:
                s, p, _ = call("reception", "POST", "/patients?confirmDistinct=true", {"givenName": "Suite", "familyName": "Made%d" % serial(), "sex": "female", "birthDate": "1980-01-01", "phone": "+91" + new_phone()})
                assert s == 201, (s, p); new_here["PAT_"].append(p["id"]); pid = p["id"]; count("patient here")
                s, p, _ = call("reception", "POST", "/queue", {"patientId": pid, "priority": "normal"})
                assert s == 201, (s, p); new_here["Q_"].append(p["id"]); count("visit here")
            time.sleep(max(0, PACE_SUITE - (time.time() - begin)))
        except Exception as e:
            errors.append(repr(e)); log("suite:", repr(e)); time.sleep(1)
# ---- the bridge, and who kills it
out = open(DIR + ".bridge.log", "a")
def command(*words): return [ROOT + "/polyclinic", *words]
def start(): return subprocess.Popen(command("bridge", DIR, "--source", SOURCE, "--zone", "UTC", "--interval", "1"), stdout=out, stderr=subprocess.STDOUT, cwd=ROOT, start_new_session=True)
def kill(p):
    os.killpg(p.pid, signal.SIGKILL); p.wait()
    time.sleep(0.2)
def run(*words, quiet=False):
    begin = time.time()
    p = subprocess.run(command(*words), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT)
    log(" ".join(words[:2]), "->", p.returncode, "%.1f s" % (time.time() - begin))
    if not quiet: print("    " + "\n    ".join(p.stdout.strip().splitlines()[-22:]), flush=True)
    return p
def compare(label):
    """The files with what export writes of the suite, record by record."""
    fresh = DIR + ".export"
    subprocess.run(["rm", "-rf", fresh]); assert run("export", "json", fresh, "--source", SOURCE, "--zone", "UTC", quiet=True).returncode == 0
    bad, same, only = [], 0, {}
    keep = {"patients": lambda r: (r.get("name"), digits(r.get("phone")), str(r.get("age")), r.get("gender"), r.get("uhid")),
            "notes": lambda r: (r.get("type").lower(), json.dumps(r.get("content"), sort_keys=True)),
            "history": lambda r: (r.get("type"), r.get("date"), json.dumps(r.get("content"), sort_keys=True), r.get("document_id")),
            "queue": lambda r: (r.get("status"),)}
    for kind, key in (("patients", "patient_id"), ("queue", "queue_id"), ("notes", "note_id"), ("history", "history_id")):
        there = records(kind, load(kind)); suite = records(kind, json.load(open(fresh + "/" + kind + ".json")))
        tb = {}
        for r in there:
            if r[key] in tb: bad.append((kind, r[key], "twice in the file"))
            tb[r[key]] = r
        sb = {}
        for r in suite:
            if r[key] in sb: bad.append((kind, r[key], "twice in the suite"))
            sb[r[key]] = r
        for i, r in sb.items():
            if i not in tb: bad.append((kind, i, "not in the file"))
            else:
                a, b = keep[kind](tb[i]), keep[kind](r)
                if kind == "patients":
                    # What the file says nothing of is the suite's own number; an estimated age moves with the day.
                    a = (a[0], a[1], None, a[3], a[4]); b = (b[0], b[1], None, b[3], b[4] if a[4] else a[4])
                if a != b: bad.append((kind, i, a, b))
                else: same += 1
        only[kind] = len([i for i in tb if i not in sb])
    log("compared", label, same, "the same;", len(bad), "differ; in the files alone (refused):", only)
    for b in bad[:12]: print("   ", b)
    return not bad
def main():
    ts = [threading.Thread(target=old_program, daemon=True)] + [threading.Thread(target=suite_people, args=(k,), daemon=True) for k in range(2)]
    p = start(); kills = 0
    time.sleep(5)
    for t in ts: t.start()
    end = time.time() + SECONDS; last = time.time()
    while time.time() < end:
        time.sleep(rng.uniform(0.5, 1.5) * KILL_EVERY)
        kill(p); kills += 1
        p = start()
    stop.set()
    for t in ts: t.join(60)
    log(kills, "kills,", writes, "writings of files,", dict(sorted(counts.items())), "errors", len(errors))
    # until it rests
    settled = time.time(); kill(p)
    r = run("bridge", "run", DIR, "--once")
    log("settled in %.1f s" % (time.time() - settled), "->", r.returncode)
    ok = r.returncode == 0
    ok &= run("bridge", "status", DIR).returncode == 0
    ok &= compare("after the run")
    ok &= expectations()
    ok &= run("bridge", "cutover", DIR).returncode == 0
    before = {k: open(f(k), "rb").read() for k in ("patients", "queue", "notes", "history")}
    for i in OURS[:20]:
        ph = "+91" + new_phone(); patch("reception", here[i], {"phone": ph}); want_suite_phone[i] = ph
    r = run("bridge", "run", DIR, "--once")
    unchanged = all(open(f(k), "rb").read() == v for k, v in before.items())
    log("after the cutover the files are", "unchanged" if unchanged else "CHANGED"); ok &= unchanged
    ok &= run("bridge", "rollback", DIR).returncode == 0
    ok &= compare("after the rollback")
    ok &= expectations()
    log("ALL EQUAL" if ok else "NOT EQUAL")
    sys.exit(0 if ok else 1)
def expectations():
    bad = []
    there = {r["patient_id"]: r for r in records("patients", load("patients"))}
    suite = {}
    for p in every("importer", "/patients"): suite[p["id"]] = p
    def same(i, ph, what):
        a, b = digits(there[i].get("phone")), digits(suite[here[i]].get("phone"))
        if not (a == b == digits(ph)): bad.append((what, i, a, b, digits(ph)))
    for i, ph in want_file_phone.items(): same(i, ph, "phone there")
    for i, ph in want_suite_phone.items(): same(i, ph, "phone here")
    for i, ph in want_mixed_phone.items(): same(i, ph, "phone of mixed")
    for i, nm in want_name.items():
        p = suite[here[i]]; s = (p["givenName"] + " " + p.get("familyName", "")).strip()
        if not (there[i]["name"] == s == nm): bad.append(("name", i, there[i]["name"], s, nm))
    for i in contested:
        if digits(there[i]["phone"]) != digits(suite[here[i]]["phone"]): bad.append(("contested", i))
    for kind, path in (("patients", "/patients"), ("notes", "/notes"), ("history", "/history")):
        for i in new_there[kind]:
            _, p, _ = call("importer", "GET", path + "?externalId=" + urllib.parse.quote(SOURCE + "|" + i))
            if len(p["items"]) != 1: bad.append(("new there", i, len(p["items"])))
    for i in new_there["queue"]:
        found = sum(len(call("importer", "GET", p + "?externalId=" + urllib.parse.quote(SOURCE + "|" + i))[1]["items"]) for p in ("/queue", "/history"))
        if found < 1: bad.append(("new there", i, found))
    for kind, key, prefix in (("patients", "patient_id", "PAT_"), ("notes", "note_id", "NOTE_"), ("history", "history_id", "HIST_"), ("queue", "queue_id", "Q_")):
        have = [r[key] for r in records(kind, load(kind))]
        for i in new_here[prefix]:
            if have.count(prefix + i) != 1: bad.append(("new here", prefix + i, have.count(prefix + i)))
    texts = {r["history_id"]: r for r in records("history", load("history"))}
    for h, (i, text) in corrected.items():
        valid = [e for e in every("importer", "/history?patientId=" + here[i]) if ((e.get("provenance") or {}).get("externalId", "")).split("#")[0] == h]
        if len(valid) != 1 or valid[0]["content"].get("notes") != text or texts[h]["content"].get("notes") != text: bad.append(("corrected", h, [v["content"].get("notes") for v in valid], text))
    log("expectations:", len(want_file_phone) + len(want_suite_phone) + len(want_mixed_phone) + len(want_name) + len(contested) + sum(map(len, new_there.values())) + sum(map(len, new_here.values())) + len(corrected), "looked at,", len(bad), "not met")
    for b in bad[:12]: print("   ", b)
    return not bad
main()
