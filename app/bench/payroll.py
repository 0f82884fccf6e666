"""The bench of pay: whole payslips by the rules alone, cases through the command's lines, and pay runs."""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Final

from app.bench import payroll_runs
from app.bench.figures import Figures, dice, percentile
from app.calculating.answering import answers
from app.calculating.pounds import pounds
from franchise_kit.payroll.rules.loans import Plan
from franchise_kit.payroll.rules.paye import YearToDate
from franchise_kit.payroll.rules.pensions import Arrangement, Basis, Scheme
from franchise_kit.payroll.rules.rates import figures_for
from franchise_kit.payroll.rules.tax_calendar import MONTHS, WEEKS, Frequency
from franchise_kit.payroll.rules.whole import Payee, Whole, work_out_whole
from franchise_kit.people.rules.tax_code import TaxCode

Say = Callable[[str], None]

PAY_DAY: Final = date(2026, 11, 27)
PAYSLIPS: Final = 5_000
PER_SECOND_LIMIT: Final = 20_000
ROUNDS: Final = 15
CODES: Final = ("C1257L", "C1257L", "1257L", "C1257L W1/M1", "S1257L", "K45", "CBR", "C0T", "CD0", "NT")
LETTERS: Final = "AAAAAAABCHJMVZX"
FREQUENCIES: Final = {
    Frequency.M1: MONTHS,
    Frequency.W1: WEEKS,
    Frequency.W2: WEEKS,
    Frequency.W4: WEEKS,
}
LOANS: Final[tuple[tuple[Plan, ...], ...]] = (
    *[()] * 5,
    (Plan.PLAN_2,),
    (Plan.PLAN_5,),
    (Plan.PLAN_1, Plan.POSTGRADUATE),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One payslip to work out."""

    payee: Payee
    gross_pence: int
    period: int

    def work_out(self) -> Whole:
        """Work it out."""
        figures = figures_for(PAY_DAY)
        return work_out_whole(self.payee, gross_pence=self.gross_pence, period=self.period, figures=figures)

    def explain(self) -> int:
        """Work it out, and return of how many steps the explanation is."""
        whole = self.work_out()
        steps = (whole.tax.steps, whole.national_insurance.steps, whole.loans.steps)
        return sum(1 for _ in chain.from_iterable(steps))


def measure(*, workers: int, coops: int, say: Say) -> Figures:
    """Measure the rules alone, and then whole runs on a database that is deleted afterwards."""
    return by_rules(say=say) | payroll_runs.measure(workers=workers, coops=coops, say=say)


def by_rules(*, say: Say) -> Figures:
    """Measure payslips a second, without and with their explanation, and cases a second by the command."""
    payslips = some_payslips(PAYSLIPS)
    say(f"{PAYSLIPS} payslips, {ROUNDS} times")
    figures: Figures = {"payslips_count": PAYSLIPS}
    figures |= _a_second("whole_payslips", lambda: [one.work_out() for one in payslips])
    figures["whole_payslips_limit_per_core_second"] = PER_SECOND_LIMIT
    say("the same, explained")
    figures |= _a_second("explained_payslips", lambda: [one.explain() for one in payslips])
    say("through the command")
    lines = asked_lines(payslips)
    return figures | _a_second("command_cases", lambda: sum(len(said) for said in answers(lines)))


def some_payslips(count: int) -> list[Asked]:
    """Return payslips of every kind, the same in every run."""
    chance = dice()
    made = []
    for _ in range(count):
        frequency, parts = chance.choice(list(FREQUENCIES.items()))
        period = frequency.weeks * chance.randint(1, parts // frequency.weeks)
        gross_pence = chance.randint(500_00, 5_500_00) * frequency.span // (1 if parts == MONTHS else 4)
        earlier_pence = gross_pence * (period // frequency.weeks - 1)
        payee = Payee(
            tax_code=TaxCode.parse(chance.choice(CODES)),
            ni_category=chance.choice(LETTERS),
            frequency=frequency,
            before=YearToDate(earlier_pence, earlier_pence // 8),
            loans=chance.choice(LOANS),
            pension=Scheme(chance.choice(list(Arrangement)), Basis.QUALIFYING_EARNINGS, 500, 300),
        )
        made.append(Asked(payee, gross_pence, period))
    return made


def asked_lines(payslips: Sequence[Asked]) -> list[bytes]:
    """Return payslips as the lines that the command takes."""
    return [_line(number, one) for number, one in enumerate(payslips)]


def _a_second(name: str, work: Callable[[], object]) -> Figures:
    """Return how many a second of the core's own time: in the middle of all rounds, and in the fastest.

    What other processes do meanwhile is not counted, since one core is what is asked about.
    """
    seconds = []
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        seconds.append(time.process_time() - started)
    return {
        f"{name}_per_core_second": round(PAYSLIPS / percentile(seconds, 0.5)),
        f"{name}_fastest_per_core_second": round(PAYSLIPS / min(seconds)),
    }


def _line(number: int, asked: Asked) -> bytes:
    payee = asked.payee
    inputs = {
        "tax_code": payee.tax_code.printed,
        "week1_month1": not payee.tax_code.is_cumulative,
        "pay_frequency": payee.frequency,
        "period": asked.period,
        "gross_pay": pounds(asked.gross_pence),
        "ni_category": payee.ni_category,
        "student_loan_plans": payee.loans,
        "pension": payee.pension.arrangement if payee.pension else None,
        "pension_basis": Basis.QUALIFYING_EARNINGS,
        "employee_percent": "5",
        "employer_percent": "3",
        "previous_taxable_pay": pounds(payee.before.pay_pence),
        "previous_tax": pounds(payee.before.tax_pence),
    }
    return json.dumps({"id": number, "type": "payslip", "tax_year": "2026-27", "inputs": inputs}).encode()
