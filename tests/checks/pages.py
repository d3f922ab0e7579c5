# SPDX-License-Identifier: MIT
"""Forms and report pages in a real browser: Chromium prints each on A4, in Chinese and in English; nothing runs off the paper,
the words are there to be read, and a form in three copies is three sheets."""
import argparse, html.parser, os, pathlib, re, subprocess, tempfile

arguments = argparse.ArgumentParser()
for name in ("--svc", "--source", "--build"):
    arguments.add_argument(name)
svc = os.path.abspath(arguments.parse_args().svc)

A4 = (595, 842)  # points
MARGIN = 15 / 25.4 * 72


class Words(html.parser.HTMLParser):
    """What a page says, without its style; what only those hear who do not see is left out."""

    def __init__(self):
        super().__init__()
        self.words, self.skip = [], 0

    def handle_starttag(self, tag, attributes):
        self.skip += tag in ("style", "title")

    def handle_endtag(self, tag):
        self.skip -= tag in ("style", "title")

    def handle_data(self, data):
        if not self.skip and data.strip():
            self.words.append(data.strip())


with tempfile.TemporaryDirectory() as folder:
    home = pathlib.Path(folder)
    environment = {"PATH": os.environ["PATH"], "HOME": folder, "TZ": "Asia/Shanghai", "LOGNAME": "liu", "LANG": "C.UTF-8"}

    def run(*words, now="2026-03-02T10:00"):
        result = subprocess.run([svc, *words, "--now", now], env=environment, capture_output=True, text=True)
        assert result.returncode == 0, (words, result.stderr)
        return result.stdout

    def step(line, now="2026-03-02T10:00"):
        run(*line.split(), now=now)

    def printed(name, text):
        """The pages of the PDF that Chromium makes of a page: size, and each word with its box."""
        page, pdf = home / f"{name}.html", home / f"{name}.pdf"
        page.write_text(text)
        subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", f"--user-data-dir={home}/browser", "--no-pdf-header-footer",
                        f"--print-to-pdf={pdf}", page.as_uri()], env=environment, check=True, capture_output=True, timeout=120)
        boxes = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
        pages = []
        for width, height, body in re.findall(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', boxes, re.S):
            words = [(float(x0), float(x1), float(y1), html.unescape(word)) for x0, _, x1, y1, word in re.findall(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>', body)]
            pages.append((float(width), float(height), words))
        return pages

    def reads_well(name, text, sheets):
        pages = printed(name, text)
        assert len(pages) in sheets, f"{name}: {len(pages)} sheets, not {sheets}"
        seen = ""
        for width, height, words in pages:
            assert abs(width - A4[0]) < 1 and abs(height - A4[1]) < 1, f"{name}: {width} x {height} is no A4"
            assert words, f"{name}: an empty sheet"
            for x0, x1, y1, word in words:
                assert x0 > MARGIN - 2 and x1 < A4[0] - MARGIN + 2 and y1 < A4[1] - MARGIN + 2, f"{name}: '{word}' runs off the paper"
                seen += word
        said = Words()
        said.feed(text)
        # What is broken over lines or columns still has its letters, in their order.
        for words in said.words:
            for word in words.split():
                assert word in seen or all(part in seen for part in word), f"{name}: '{word}' is not printed"

    step("customer add C-7 --name 湖南移动 --region 长沙")
    step("contract add K-1 --customer C-7 --profile telecom --title 2026年维保 --warranty 2y --warranty-start accepted")
    step("site add S-1 --customer C-7 --name 枫林机房 --address 枫林路1号")
    step("asset add A-1 --serial 0451 --model S1240 --contract K-1 --site S-1 --origin own --accepted 2025-03-01")
    step("ticket open --title 程控交换机瘫痪 --type fault --severity L2 --asset A-1 --person 张工 --phone 0731-5550100 --channel phone --assignee liu")
    for line in ("contact T-1 --note " + "建议重启，等待确认。" * 20, "phone-failed T-1 --consent 张工", "remote T-1", "remote-failed T-1", "onsite T-1 --confirmed-by 张工",
                 "dispatch T-1 --engineer liu --eta 2026-03-02T11:00 --transport 汽车", "arrive T-1 --signed-by 李主任", "approve-plan T-1 --approved-by 李主任", "restore T-1 --note 更换主控板",
                 "report T-1 --signed-by 李主任", "request-approval T-1 --form MA-2 --reason 数据损坏", "approve-technical T-1 --approved-by 陈总", "approve-business T-1 --approved-by 周总",
                 "carry-out T-1 --result 核对无误", "root-cause T-1 --cause 接地不良 --prevention 整改接地", "resolve T-1 --cause 电源浪涌 --remedy 更换主控板 --prevention 加装防雷器"):
        step("ticket " + line)
    step("ticket open --title 维修迟到 --type complaint --customer C-7 --person 赵工")
    for line in ("slip T-2 --department repair", "opinion T-2 --opinion 致歉", "agree-opinion T-2 --person 赵工", "resolve T-2 --remedy 重新安排 --improvement 增加备班 --treatment 批评教育", "ask-closure T-2"):
        step("ticket " + line)
    step("rma open --title 主控板故障 --asset A-1 --form F-0311 --person 张工")
    for line in ("receive R-1", "diagnose R-1 --finding 电容击穿", "repair R-1", "repaired R-1 --remedy 更换电容 --slip W-9", "ship R-1 --carrier 顺丰 --waybill SF-1", "return R-1 --person 张工"):
        step("rma " + line)
    step("inspect open --title 一季度巡检 --asset A-1")
    for line in ("plan I-1 --on 2026-03-02T09:00 --engineer liu", "agree I-1 --agreed-by 张工", "announce I-1 --person 张工", "arrive I-1 --signed-by 张工", "check I-1 --item power --reading -42V", "finding I-1 --item power --finding 电压偏低 --cause 蓄电池老化 --advice 更换蓄电池"):
        step("inspect " + line)
    step("survey open --title 一季度满意度调查 --profile telecom")

    subjects = {"ticket": "T-1", "rma": "R-1", "inspection": "I-1", "survey": "S-1"}
    forms = [line.split("\t") for line in run("form", "list", "-o", "tsv").splitlines()[1:]]
    assert len(forms) == 18, forms
    for form, kind, *_ in forms:
        subject = "T-2" if form.startswith(("complaint", "closure")) else subjects[kind]
        for language in ("zh", "en"):
            page = run("form", form, subject, "--html", "--language", language)
            assert f'<html lang="{"zh-CN" if language == "zh" else "en"}">' in page
            # Those that list all that was done may be longer; the others are one sheet a copy.
            long = {"repair-registration": [3], "service-tracking": [2, 3], "handling-record": [2, 3], "accident-report": [2, 3], "service-report": [1, 2]}
            reads_well(f"{form}-{language}", page, long.get(form, [1]))

    run("report", "quarterly", "--of", "2026-03-02", "--html", str(home / "quarter.html"), now="2026-04-02T10:00")
    reads_well("quarterly", (home / "quarter.html").read_text(), [2, 3])
    print(f"{2 * len(forms) + 1} pages read well on A4")
