"""Walk the main jobs and say how it went: all, or the parts named. The portal's address comes in PORTAL_URL."""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from stack import packages
from tests.journey import after, bench, filing, flow, larger, outcome, public, rooms
from tests.journey.walk import Walk

FOLDER = Path(__file__).parents[2] / "build" / "journey"
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-dev-shm-usage",
    "--lang=pt-BR",
]


def main(parts: list[str]) -> int:
    """Gives 0 when the jobs could be done and no page had anything to complain about."""
    url = os.environ.get("PORTAL_URL", "").rstrip("/")
    if not url:
        sys.stderr.write("PORTAL_URL: o endereço do portal que já está no ar.\n")
        return 2
    if unknown := set(parts) - set(_PARTS):
        sys.stderr.write(f"Não há {', '.join(sorted(unknown))}. Há {', '.join(_PARTS)}.\n")
        return 2
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=packages.chromium(), headless=True, args=list(_FLAGS)
        )
        walk = Walk(browser, url, FOLDER)
        try:
            for name in parts or _PARTS:
                _PARTS[name](walk)
        except Exception:
            for place, page in enumerate(walk.pages, 1):
                page.screenshot(path=FOLDER / f"parou-{place}.png", full_page=True)
            raise
        finally:
            browser.close()
    for complaint in walk.complaints:
        sys.stderr.write(f"{complaint}\n")
    sys.stdout.write(f"{walk.taken} telas em {FOLDER}\n")
    return 1 if walk.complaints else 0


def _house(walk: Walk) -> None:
    """The whole job once: 8.2 kW on a house, from the public pages to the opinion and the API."""
    outcome.public_pages(walk)
    technician, analyst, supervisor = (walk.open_page() for _ in range(3))
    walk.sign_in(technician, "tecnico")
    walk.sign_in(supervisor, "supervisor")
    filing.refused_first(walk, technician)
    number = filing.file_request(walk, technician, nickname="Casa da Ana, telhado novo")
    filing.receipt(walk, technician, number)
    walk.sign_in(analyst, "analista")
    bench.take(walk, analyst, number)
    bench.judge(walk, analyst, number, failing=2, name="bancada")
    bench.send_pendings(walk, analyst, number)
    filing.correct(walk, technician, number)
    bench.take(walk, analyst, number, has_pictures=False)
    bench.judge(walk, analyst, number, failing=0, name="bancada-segunda-rodada")
    bench.accept_documents(walk, analyst, number)
    bench.find_works(walk, analyst, number)
    bench.stop_and_go(walk, analyst, number)
    bench.decide(
        walk,
        analyst,
        number,
        "favourable_with_works",
        works="Transformador: trocar o de 75 kVA por um de 112,5 kVA",
        name="com-obra",
    )
    walk.paper(technician, f"/solicitacoes/{number}/parecer.pdf", "opinion.pdf")
    filing.follow(walk, technician, number)
    outcome.verify(walk, number, technician)
    holder = outcome.holder_enters(walk, number)
    outcome.holder_follows(walk, holder, number)
    outcome.holder_changes_contact(walk, holder, number)
    after.approve(walk, technician, number, name="casa")
    after.deliver(walk, analyst, number, name="casa")
    after.accept(walk, holder, number, name="casa")
    after.works(walk, technician, analyst, number)
    after.talk(walk, technician, analyst, number)
    after.inspect(walk, technician, analyst, number)
    walk.go(holder, f"/titular/solicitacoes/{number}")
    walk.shot(holder, "titular-ligada")
    refused = filing.file_request(walk, technician, nickname="Galpão da Ana", has_pictures=False)
    bench.take(walk, analyst, refused, has_pictures=False)
    bench.judge(walk, analyst, refused, failing=1)
    bench.decide(walk, analyst, refused, "not_approved", name="nao-aprovado")
    walk.go(technician, f"/solicitacoes/{refused}/parecer")
    walk.shot(technician, "nao-aprovado-para-o-tecnico")
    after.contest(walk, technician, supervisor, refused)
    outcome.ask_the_api(walk, number)


def _ends(walk: Walk) -> None:
    """An opinion cancelled by its holder on a telephone, and one that lapsed at its 120 days."""
    technician = walk.open_page()
    walk.sign_in(technician, "tecnico")
    waiting = after.number_of(walk, technician, "Casa da Dora")
    after.cancel(walk, outcome.holder_enters(walk, waiting), waiting)
    after.lapsed(walk, technician, "Casa do Ivo")


def _larger(walk: Walk) -> None:
    """The other lists of documents: a shop, a cooperative's plant, a new connection."""
    technician, analyst = walk.open_page(), walk.open_page()
    walk.sign_in(technician, "tecnico")
    walk.sign_in(analyst, "analista")
    larger.shop(walk, technician, analyst)
    larger.cooperative(walk, technician, analyst)
    larger.new_home(walk, technician, analyst)


def _rooms(walk: Walk) -> None:
    """What admins and analysts keep in order besides the requests."""
    writer, second, technician, analyst = (walk.open_page() for _ in range(4))
    rooms.publish_a_list(walk, writer, second)
    rooms.load_customers(walk, writer)
    walk.sign_in(analyst, "analista2")
    rooms.read_registrations(walk, analyst)
    walk.sign_in(technician, "tecnico")
    rooms.own_profile(walk, technician)


def _tools(walk: Walk) -> None:
    """What needs no account, the grid and the norms that admins keep, and reverse flow on a request."""
    public.public_tools(walk)
    admin, technician, analyst = (walk.open_page() for _ in range(3))
    walk.sign_in(admin, "admin")
    public.load_a_grid(walk, admin)
    walk.sign_in(technician, "tecnico")
    walk.sign_in(analyst, "analista")
    flow.reverse_flow(walk, technician, analyst)


_PARTS = {"casa": _house, "maiores": _larger, "fins": _ends, "salas": _rooms, "ferramentas": _tools}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
