"""What the journal and What we share say, after one hour of care went through every service."""

SAF_A = {"module": "SAF-A"}
# What the journal says of the thread, by kind of act.
JOURNAL: dict[str, dict[str, dict[str, object]]] = {
    "people": {
        "entered a worker": {},
        "made a contract with a worker": {},
        "entered a worker's tax particulars": {},
    },
    "care": {"entered a person supported": {}, "planned a visit": {}},
    "time": {
        "checked in to a visit": {},
        "checked out of a visit, after %(minutes)s minutes": {"minutes": 1},
        "wrote down somebody's time (minutes: %(minutes)s)": {"minutes": 59},
        "approved hours (entries: %(entries)s, minutes: %(minutes)s)": {"entries": 2, "minutes": 60},
    },
    "visit": {"came in from the network's office": {}},
    "payroll": {
        "drafted a pay run of %(payslips)s payslips": {"payslips": 32},
        "sent a pay run to be approved": {},
        "approved a pay run of %(payslips)s payslips": {"payslips": 32},
    },
    "training": {
        "took up version %(version)s of the training module %(module)s, due within %(days)s days": {
            **SAF_A,
            "version": 1,
            "days": 7,
        },
        "read a lesson of the training module %(module)s": SAF_A,
        "sent answers to the quiz of the training module %(module)s": SAF_A,
    },
    "quality": {
        "decided to follow a version of a quality standard": {},
        "added evidence to a self-assessment": {},
        "submitted a self-assessment": {},
        "counted the quality figures": {},
        "told the network's office a month's quality figures": {},
    },
    "billing": {"told the network the turnover from care": {}},
}
SHARED: dict[str, dict[str, object]] = {
    "How many payslips we made": {},
    "How many people learnt": {},
    "Self-assessments": {},
    "Quality figures": {},
    "What we took in for care": {},
}
