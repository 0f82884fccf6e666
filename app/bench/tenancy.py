"""The bench of the walls: what a co-op's own login costs a page, and what a thousand co-ops cost."""

from collections.abc import Callable
from pathlib import Path
from random import Random

from app.bench import fleet, program
from app.bench.figures import Figures, dice, family_of, in_ms, interleaved, middle_ratio, percentile
from app.bench.ground import Ground, found, own_server
from app.bench.visits import FixedLogin, Visits
from migrations import head_statements
from tenants import database
from tenants.embedded import EmbeddedServer
from tenants.office import Coop

FEW = 10
POOL_CAP = 100
PAIRS = 500
COLD_PAIRS = 100
HOPS = 2000
LOCAL_SHARE = 0.9
LOCAL_COOPS = 0.1
PROVISIONED_PAIRS = 8
AT_ONCE = 8
SIGN_IN_EVERY = 100

Say = Callable[[str], None]


def measure(*, coops: int, threads: int, jobs: int, run_port: int | None, say: Say) -> Figures:
    """Measure everything and return it as one set of figures."""
    figures: Figures = {"coops_count": coops, "pool_cap_count": POOL_CAP, "threads_count": threads}
    with own_server() as (server, folder):
        few = found(server, folder, "bench_few", pool_cap=POOL_CAP)
        many = found(server, folder, "bench_many", pool_cap=POOL_CAP)
        figures |= _build(few, many, coops, say)
        say("sign-ins")
        few_visits, many_visits = Visits(few), Visits(many)
        few_visits.sign_in_everywhere()
        many_visits.sign_in_everywhere()
        many.settle(server)
        say("pages")
        figures |= warm_page(many_visits)
        figures |= cold_page(many_visits)
        say("hops")
        figures |= hops(few_visits, many_visits, threads=threads, server=server)
        say("export, migrations")
        figures |= fleet.export_one(many, folder)
        figures |= _leave(many, folder, jobs)
        say("the program")
        figures |= program.home_page(few.app)
    figures |= program.imported()
    if run_port is not None:
        say("make run, twice")
        figures |= program.second_run(run_port)
    return figures


def _build(few: Ground, many: Ground, coops: int, say: Say) -> Figures:
    """Build both fleets; the last of both in turns, so that the ratio is of one and the same hour."""
    tables = sum(statement.startswith("CREATE TABLE") for statement in head_statements())
    few.add_coops(FEW - 1)
    many.add_coops(max(0, coops - AT_ONCE - PROVISIONED_PAIRS))
    say("eight at once, then in turns")
    at_once = many.add_coops(AT_ONCE, at_once=AT_ONCE)
    among_few: list[float] = []
    among_many: list[float] = []
    for _ in range(PROVISIONED_PAIRS):
        among_few += few.add_coops(1)
        among_many += many.add_coops(1)
    return (
        in_ms(among_few, "provision_among_few")
        | in_ms(among_many, "provision_among_all")
        | {
            "provision_ratio": round(percentile(among_many, 0.5) / percentile(among_few, 0.5), 3),
            "tables_count": tables,
            "provision_ms_per_table": round(percentile(among_few, 0.5) * 1000 / tables, 2),
            "provision_eight_at_once_max_ms": round(max(at_once) * 1000, 1),
            "provision_eight_at_once_done_count": len(at_once),
        }
    )


def warm_page(visits: Visits) -> Figures:
    """Compare a page on a warm connection of the keyed pool with the page by one fixed login."""
    coop = visits.ground.coops[0]
    visits.ground.use()
    keyed, fixed = visits.ground.database, FixedLogin(visits.ground, coop)

    def as_it_is() -> None:
        database.hold(keyed)
        visits.visit(coop)

    def by_fixed_login() -> None:
        database.hold(fixed.database)
        visits.visit(coop)

    for _ in range(30):
        as_it_is()
        by_fixed_login()
    mine, other = interleaved(as_it_is, by_fixed_login, pairs=PAIRS)
    database.hold(keyed)
    fixed.engine.dispose()
    return (
        in_ms(mine, "page_warm")
        | in_ms(other, "page_fixed_login")
        | {"page_warm_ratio": middle_ratio(mine, other)}
    )


def cold_page(visits: Visits) -> Figures:
    """Compare a page that has to make its connection with one that has it."""
    visits.ground.use()
    coop, held = visits.ground.coops[1], visits.ground.database

    def forget_connection() -> None:
        held.pool.drop_login(held.place.login_of(coop))

    visits.visit(coop)
    warm: list[float] = []
    cold: list[float] = []
    for _ in range(COLD_PAIRS):
        warm += visits.hop([coop], threads=1)
        forget_connection()
        cold += visits.hop([coop], threads=1)
    more = percentile(cold, 0.5) - percentile(warm, 0.5)
    return in_ms(cold, "page_cold") | {"page_cold_more_ms": round(more * 1000, 2)}


def hops(few: Visits, many: Visits, *, threads: int, server: EmbeddedServer) -> Figures:
    """Hop over all co-ops at random, then as people really do, beside the same among ten."""
    chance = dice()
    everywhere = many.hop(chance.choices(many.ground.coops, k=HOPS), threads=threads)
    figures = in_ms(everywhere, "hop_random")
    local: list[float] = []
    among_few: list[float] = []
    block = HOPS // 10
    for _ in range(10):
        local += many.hop(_usual_ways(chance, many.ground.coops, block), threads=threads)
        among_few += few.hop(_usual_ways(chance, few.ground.coops, block), threads=threads)
    figures |= in_ms(local, "hop_local") | in_ms(among_few, "hop_local_among_few")
    figures["hop_local_p99_ratio"] = round(percentile(local, 0.99) / percentile(among_few, 0.99), 3)
    figures["hop_errors_count"] = len(many.errors) + len(few.errors)
    figures["hop_errors"] = sorted(set(many.errors + few.errors))
    figures["pool_open_count"] = many.ground.database.pool.counts()["open"]
    return figures | fleet.memory(family_of(server.pid) if server.pid else [])


def _usual_ways(chance: Random, coops: list[Coop], count: int) -> list[Coop]:
    """Nine of ten visits go to a tenth of the co-ops."""
    busy = coops[: max(1, round(len(coops) * LOCAL_COOPS))]
    return [chance.choice(busy if chance.random() < LOCAL_SHARE else coops) for _ in range(count)]


def _leave(many: Ground, folder: Path, jobs: int) -> Figures:
    # A page's idle connection holds no lock, but a child that is killed must not share our sockets.
    many.database.engine.dispose()
    return fleet.migrate(many, folder, jobs=jobs)
