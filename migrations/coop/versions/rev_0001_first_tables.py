"""The first tables of a co-op."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "absence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("worker_person", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("leave_minutes", sa.Integer(), nullable=False),
        sa.Column("week_minutes", sa.ARRAY(sa.Integer()), nullable=True),
        sa.Column("certificate", sa.String(length=8), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("asked_by_person", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_person", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state IN ('agreed', 'refused')) = (decided_at IS NOT NULL)",
            name=op.f("ck_absence_decided_when"),
        ),
        sa.CheckConstraint("certificate IN ('none', 'self')", name=op.f("ck_absence_certificate")),
        sa.CheckConstraint(
            "kind IN ('holiday', 'sickness', 'family', 'unpaid', 'other')", name=op.f("ck_absence_kind")
        ),
        sa.CheckConstraint(
            "last_on IS NOT NULL OR kind = 'sickness'", name=op.f("ck_absence_only_sickness_is_open")
        ),
        sa.CheckConstraint(
            "leave_minutes = 0 OR kind = 'holiday'", name=op.f("ck_absence_only_holiday_takes_leave")
        ),
        sa.CheckConstraint(
            "state IN ('asked', 'agreed', 'refused', 'withdrawn')", name=op.f("ck_absence_state")
        ),
        sa.CheckConstraint(
            "week_minutes IS NULL OR kind = 'holiday'", name=op.f("ck_absence_only_holiday_has_a_week")
        ),
        sa.CheckConstraint(
            "0 <= ALL (week_minutes) AND array_position(week_minutes, NULL) IS NULL",
            name=op.f("ck_absence_week_of_minutes"),
        ),
        sa.CheckConstraint("cardinality(week_minutes) = 7", name=op.f("ck_absence_week_has_seven_days")),
        sa.CheckConstraint("decided_by_person <> worker_person", name=op.f("ck_absence_not_ones_own")),
        sa.CheckConstraint("last_on IS NULL OR last_on >= from_on", name=op.f("ck_absence_ends_after_start")),
        sa.CheckConstraint("leave_minutes >= 0", name=op.f("ck_absence_leave_minutes")),
        sa.CheckConstraint("version > 0", name=op.f("ck_absence_version_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index(op.f("ix_absence_state_from_on"), "absence", ["state", "from_on"], unique=False)
    op.create_index(op.f("ix_absence_worker_id_from_on"), "absence", ["worker_id", "from_on"], unique=False)
    op.create_table(
        "access_grant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_kinds", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("given_ids", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("given_fields_hidden", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by_account", sa.Uuid(), nullable=True),
        sa.Column("asked_by_account", sa.Uuid(), nullable=False),
        sa.Column("asked_by_person", sa.Uuid(), nullable=False),
        sa.Column("asked_by_name", sa.String(length=600), nullable=False),
        sa.Column("hub_role", sa.String(length=80), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("basis", sa.String(length=80), nullable=False),
        sa.Column("record_kinds", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("record_ids", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("fields_hidden", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.CheckConstraint(
            "(state = 'revoked') = (revoked_at IS NOT NULL)", name=op.f("ck_access_grant_revoked_when")
        ),
        sa.CheckConstraint(
            "state IN ('asked', 'accepted', 'refused', 'revoked')", name=op.f("ck_access_grant_state")
        ),
        sa.CheckConstraint(
            "state NOT IN ('accepted', 'revoked') OR (ends_at > starts_at AND ends_at <= starts_at + INTERVAL '336 hours')",
            name=op.f("ck_access_grant_fourteen_days"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_grant")),
    )
    op.create_index(
        op.f("ix_access_grant_state_asked_at"), "access_grant", ["state", "asked_at"], unique=False
    )
    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("first_name", sa.String(length=80), nullable=False),
        sa.Column("full_name", sa.String(length=160), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("status", sa.String(length=9), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=True),
        sa.Column("totp_secret", sa.LargeBinary(), nullable=True),
        sa.Column("totp_pending", sa.LargeBinary(), nullable=True),
        sa.Column("totp_last_step", sa.BigInteger(), nullable=True),
        sa.Column("session_epoch", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("password_set_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("language IN ('en', 'cy')", name=op.f("ck_account_language")),
        sa.CheckConstraint(
            "status <> 'active' OR password_hash IS NOT NULL", name=op.f("ck_account_active_has_password")
        ),
        sa.CheckConstraint("status IN ('invited', 'active', 'suspended')", name=op.f("ck_account_status")),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_account_email_lower")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
    )
    op.create_index(op.f("ix_account_person_id"), "account", ["person_id"], unique=False)
    op.create_index("uq_account_email", "account", [sa.literal_column("lower(email)")], unique=True)
    op.create_table(
        "address_try",
        sa.Column("address", sa.LargeBinary(length=32), nullable=False),
        sa.Column("account", sa.LargeBinary(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("address", "account", name=op.f("pk_address_try")),
    )
    op.create_index(op.f("ix_address_try_at"), "address_try", ["at"], unique=False)
    op.create_table(
        "adopted_publication",
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("local_parts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("adopted_by_account", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("kind", "key", name=op.f("pk_adopted_publication")),
    )
    op.create_table(
        "assessment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("standard_key", sa.String(length=40), nullable=False),
        sa.Column("standard_version", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("opened_by_person", sa.Uuid(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by_person", sa.Uuid(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'submitted') = (submitted_at IS NOT NULL)", name=op.f("ck_assessment_submitted_when")
        ),
        sa.CheckConstraint("kind IN ('self')", name=op.f("ck_assessment_kind")),
        sa.CheckConstraint("state IN ('open', 'submitted')", name=op.f("ck_assessment_state")),
        sa.CheckConstraint("version > 0", name=op.f("ck_assessment_version_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
    )
    op.create_index(
        "uq_assessment_open",
        "assessment",
        ["standard_key", "kind"],
        unique=True,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "bell",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bell")),
    )
    op.create_index(op.f("ix_bell_account_id_made_at"), "bell", ["account_id", "made_at"], unique=False)
    op.create_index(
        "ix_bell_unread", "bell", ["account_id"], unique=False, postgresql_where=sa.text("read_at IS NULL")
    )
    op.create_table(
        "brought_publication",
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("title_cy", sa.String(length=200), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kind", "key", "version", name=op.f("pk_brought_publication")),
    )
    op.create_table(
        "coop_profile",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("name_cy", sa.String(length=120), nullable=False),
        sa.Column("town_en", sa.String(length=80), nullable=False),
        sa.Column("town_cy", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("call_name", sa.String(length=80), nullable=False),
        sa.Column("call_phone", sa.String(length=30), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("website", sa.String(length=200), nullable=False),
        sa.Column("registration_number", sa.String(length=20), nullable=False),
        sa.Column("purpose_en", sa.String(length=600), nullable=False),
        sa.Column("purpose_cy", sa.String(length=600), nullable=False),
        sa.Column("shown_names", sa.String(length=6), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("language IN ('en', 'cy')", name=op.f("ck_coop_profile_language")),
        sa.CheckConstraint(
            "shown_names IN ('full', 'first', 'nobody')", name=op.f("ck_coop_profile_shown_names")
        ),
        sa.CheckConstraint("id = 1", name=op.f("ck_coop_profile_one_row")),
        sa.CheckConstraint("version >= 0", name=op.f("ck_coop_profile_version_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coop_profile")),
    )
    op.create_table(
        "data_key",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id > 0", name=op.f("ck_data_key_id_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_key")),
    )
    op.create_table(
        "disclosure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("about_from", sa.Date(), nullable=True),
        sa.Column("about_until", sa.Date(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "about_until IS NULL OR about_until > about_from", name=op.f("ck_disclosure_about")
        ),
        sa.CheckConstraint("version > 0", name=op.f("ck_disclosure_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure")),
        sa.UniqueConstraint("seq", name=op.f("uq_disclosure_seq")),
        info={"append_only": True},
    )
    op.create_index(op.f("ix_disclosure_kind_seq"), "disclosure", ["kind", "seq"], unique=False)
    op.execute('REVOKE UPDATE, DELETE ON disclosure FROM "@login"')
    op.create_table(
        "done_once",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("request_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=True),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "key_hash", name=op.f("pk_done_once")),
    )
    op.create_table(
        "employer_particulars",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office_number", sa.String(length=3), nullable=False),
        sa.Column("paye_reference", sa.String(length=10), nullable=False),
        sa.Column("accounts_office_reference", sa.String(length=13), nullable=False),
        sa.Column("econ", sa.String(length=9), nullable=False),
        sa.Column("corporation_tax_reference", sa.String(length=10), nullable=False),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("entered_by_person", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "accounts_office_reference ~ '^[0-9]{3}P[A-Z][0-9]{7}[0-9X]$'",
            name=op.f("ck_employer_particulars_accounts_office_reference"),
        ),
        sa.CheckConstraint(
            "office_number ~ '^[0-9]{3}$'", name=op.f("ck_employer_particulars_office_number")
        ),
        sa.CheckConstraint(
            "paye_reference ~ '^[A-Z0-9]{1,10}$'", name=op.f("ck_employer_particulars_paye_reference")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer_particulars")),
        info={"append_only": True},
    )
    op.create_index(
        op.f("ix_employer_particulars_entered_at"), "employer_particulars", ["entered_at"], unique=False
    )
    op.execute('REVOKE UPDATE, DELETE ON employer_particulars FROM "@login"')
    op.create_table(
        "employer_year",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tax_year", sa.String(length=7), nullable=False),
        sa.Column("claims_allowance", sa.Boolean(), nullable=False),
        sa.Column("is_small_employer", sa.Boolean(), nullable=False),
        sa.Column("entered_by_person", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("tax_year ~ '^20[0-9]{2}-[0-9]{2}$'", name=op.f("ck_employer_year_tax_year")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer_year")),
        info={"append_only": True},
    )
    op.create_index(
        op.f("ix_employer_year_tax_year_entered_at"),
        "employer_year",
        ["tax_year", "entered_at"],
        unique=False,
    )
    op.execute('REVOKE UPDATE, DELETE ON employer_year FROM "@login"')
    op.create_table(
        "export_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("progress_id", sa.Uuid(), nullable=False),
        sa.Column("passphrase", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=True),
        sa.Column("row_count", sa.BigInteger(), nullable=True),
        sa.Column("file_count", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("keep_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state <> 'ready' OR keep_until IS NOT NULL", name=op.f("ck_export_request_ready_until")
        ),
        sa.CheckConstraint(
            "state = 'asked' OR passphrase IS NULL", name=op.f("ck_export_request_passphrase_gone")
        ),
        sa.CheckConstraint(
            "state IN ('asked', 'ready', 'failed', 'forgotten')", name=op.f("ck_export_request_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_request")),
    )
    op.create_index(op.f("ix_export_request_account_id"), "export_request", ["account_id"], unique=False)
    op.create_table(
        "family_leave",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("child_on", sa.Date(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("average_pence", sa.Integer(), nullable=True),
        sa.Column("entered_by_person", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stopped_on", sa.Date(), nullable=True),
        sa.Column("stopped_by_person", sa.Uuid(), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('SMP', 'SAP', 'SPP', 'ShPP', 'SPBP', 'SNCP')", name=op.f("ck_family_leave_kind")
        ),
        sa.CheckConstraint(
            "(stopped_on IS NULL) = (stopped_at IS NULL)", name=op.f("ck_family_leave_stopped_when")
        ),
        sa.CheckConstraint("average_pence BETWEEN 0 AND 10000000", name=op.f("ck_family_leave_average")),
        sa.CheckConstraint("stopped_on >= begins_on", name=op.f("ck_family_leave_stops_after_start")),
        sa.CheckConstraint("version > 0", name=op.f("ck_family_leave_version_positive")),
        sa.CheckConstraint("weeks BETWEEN 1 AND 39", name=op.f("ck_family_leave_weeks")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_leave")),
    )
    op.create_index(
        op.f("ix_family_leave_worker_id_begins_on"), "family_leave", ["worker_id", "begins_on"], unique=False
    )
    op.create_table(
        "inbox",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_understood", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        info={"append_only": True},
    )
    op.create_index(op.f("ix_inbox_kind_received_at"), "inbox", ["kind", "received_at"], unique=False)
    op.execute('REVOKE UPDATE, DELETE ON inbox FROM "@login"')
    op.create_table(
        "indicator_value",
        sa.Column("indicator", sa.String(length=40), nullable=False),
        sa.Column("grain", sa.String(length=5), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_until", sa.Date(), nullable=False),
        sa.Column("numerator", sa.BigInteger(), nullable=False),
        sa.Column("denominator", sa.BigInteger(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("grain IN ('week', 'month')", name=op.f("ck_indicator_value_grain")),
        sa.CheckConstraint(
            "numerator >= 0 AND denominator >= 0", name=op.f("ck_indicator_value_not_negative")
        ),
        sa.CheckConstraint("period_until > period_from", name=op.f("ck_indicator_value_period")),
        sa.PrimaryKeyConstraint("indicator", "grain", "period_from", name=op.f("pk_indicator_value")),
    )
    op.create_table(
        "journal_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_journal_head_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_head")),
    )
    op.create_table(
        "journal_line",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.Column("doing", sa.String(length=80), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("refusal_code", sa.String(length=80), nullable=True),
        sa.Column("record_kind", sa.String(length=60), nullable=True),
        sa.Column("record_id", sa.Uuid(), nullable=True),
        sa.Column("codes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("request_id", sa.String(length=40), nullable=True),
        sa.Column("hash_before", sa.LargeBinary(length=32), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.CheckConstraint("outcome IN ('done', 'refused')", name=op.f("ck_journal_line_outcome")),
        sa.CheckConstraint("side IN ('coop', 'hub', 'system')", name=op.f("ck_journal_line_side")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_journal_line")),
        info={"append_only": True},
    )
    op.create_index(
        op.f("ix_journal_line_account_id_seq"), "journal_line", ["account_id", "seq"], unique=False
    )
    op.create_index(op.f("ix_journal_line_at"), "journal_line", ["at"], unique=False)
    op.create_index(op.f("ix_journal_line_doing_seq"), "journal_line", ["doing", "seq"], unique=False)
    op.create_index(
        "ix_journal_line_entry",
        "journal_line",
        ["entry_id", "seq"],
        unique=False,
        postgresql_where=sa.text("entry_id IS NOT NULL"),
    )
    op.create_index(op.f("ix_journal_line_record_id_seq"), "journal_line", ["record_id", "seq"], unique=False)
    op.execute('REVOKE UPDATE, DELETE ON journal_line FROM "@login"')
    op.create_table(
        "leave_adjustment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=12), nullable=False),
        sa.Column("entered_by_person", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "reason IN ('carried_over', 'put_right', 'agreed_more')", name=op.f("ck_leave_adjustment_reason")
        ),
        sa.CheckConstraint("minutes <> 0", name=op.f("ck_leave_adjustment_minutes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave_adjustment")),
        info={"append_only": True},
    )
    op.create_index(
        op.f("ix_leave_adjustment_worker_id_on_day"),
        "leave_adjustment",
        ["worker_id", "on_day"],
        unique=False,
    )
    op.execute('REVOKE UPDATE, DELETE ON leave_adjustment FROM "@login"')
    op.create_table(
        "leave_settings",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("begins_month", sa.Integer(), nullable=False),
        sa.Column("weeks_hundredths", sa.Integer(), nullable=False),
        sa.Column("is_rolled_up", sa.Boolean(), nullable=False),
        sa.Column("changed_by_person", sa.Uuid(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("begins_month BETWEEN 1 AND 12", name=op.f("ck_leave_settings_begins_month")),
        sa.CheckConstraint("id = 1", name=op.f("ck_leave_settings_one_row")),
        sa.CheckConstraint("version > 0", name=op.f("ck_leave_settings_version_positive")),
        sa.CheckConstraint(
            "weeks_hundredths BETWEEN 560 AND 1200", name=op.f("ck_leave_settings_weeks_hundredths")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave_settings")),
    )
    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("entered_by_person", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
        sa.UniqueConstraint("kind", "record_id", name=op.f("uq_ledger_entry_kind_record_id")),
        info={"append_only": True},
    )
    op.create_index(op.f("ix_ledger_entry_on"), "ledger_entry", ["on"], unique=False)
    op.execute('REVOKE UPDATE, DELETE ON ledger_entry FROM "@login"')
    op.create_table(
        "lesson_read",
        sa.Column("learner", sa.Uuid(), nullable=False),
        sa.Column("module_key", sa.String(length=40), nullable=False),
        sa.Column("module_version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("lesson_id", sa.String(length=40), nullable=False),
        sa.Column("sitting", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("sitting >= 0", name=op.f("ck_lesson_read_sitting")),
        sa.PrimaryKeyConstraint(
            "learner", "module_key", "module_version", "lesson_id", "sitting", name=op.f("pk_lesson_read")
        ),
        info={"append_only": True},
    )
    op.execute('REVOKE UPDATE, DELETE ON lesson_read FROM "@login"')
    op.create_table(
        "mail",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("to_address", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'sent')", name=op.f("ck_mail_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
    )
    op.create_table(
        "mileage_claim",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("worker_person", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("purpose", sa.String(length=8), nullable=False),
        sa.Column("metres", sa.Integer(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("entered_by_person", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by_person", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pay_run_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "purpose IN ('visits', 'errand', 'training', 'meeting', 'other')",
            name=op.f("ck_mileage_claim_purpose"),
        ),
        sa.CheckConstraint(
            "state IN ('recorded', 'approved', 'paid', 'refused')", name=op.f("ck_mileage_claim_state")
        ),
        sa.CheckConstraint("approved_by_person <> worker_person", name=op.f("ck_mileage_claim_not_ones_own")),
        sa.CheckConstraint("metres BETWEEN 1 AND 1000000", name=op.f("ck_mileage_claim_metres")),
        sa.CheckConstraint("version > 0", name=op.f("ck_mileage_claim_version_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mileage_claim")),
        postgresql_with={"fillfactor": 45},
    )
    op.create_index(
        op.f("ix_mileage_claim_pay_run_id"),
        "mileage_claim",
        ["pay_run_id"],
        unique=False,
        postgresql_using="brin",
        postgresql_ops={"pay_run_id": "uuid_bloom_ops"},
        postgresql_with={"pages_per_range": 32, "autosummarize": True},
    )
    op.create_index(op.f("ix_mileage_claim_state_day"), "mileage_claim", ["state", "day"], unique=False)
    op.create_index(
        "uq_mileage_claim_visits",
        "mileage_claim",
        ["worker_id", "day"],
        unique=True,
        postgresql_where=sa.text("purpose = 'visits'"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("job", sa.String(length=80), nullable=False),
        sa.Column("arguments", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("fault", sa.Text(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'done', 'given_up')", name=op.f("ck_outbox_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_index(
        "ix_outbox_waiting",
        "outbox",
        ["next_at"],
        unique=False,
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "p45_made",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=False),
        sa.Column("made_by_person", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_p45_made")),
        sa.UniqueConstraint("worker_id", "left_on", name=op.f("uq_p45_made_worker_id_left_on")),
        info={"append_only": True},
    )
    op.execute('REVOKE UPDATE, DELETE ON p45_made FROM "@login"')
    op.create_table(
        "p60_told",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("tax_year", sa.String(length=7), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_p60_told")),
        sa.UniqueConstraint("worker_id", "tax_year", name=op.f("uq_p60_told_worker_id_tax_year")),
        info={"append_only": True},
    )
    op.execute('REVOKE UPDATE, DELETE ON p60_told FROM "@login"')
    op.create_table(
        "pay_schedule",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("frequency", sa.String(length=2), nullable=False),
        sa.Column("first_from", sa.Date(), nullable=False),
        sa.Column("pay_days_after", sa.Integer(), nullable=True),
        sa.Column("pay_day_of_month", sa.Integer(), nullable=True),
        sa.Column("made_by_person", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by_person", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("frequency IN ('W1', 'W2', 'W4', 'M1')", name=op.f("ck_pay_schedule_frequency")),
        sa.CheckConstraint(
            "pay_day_of_month IS NULL OR frequency = 'M1'", name=op.f("ck_pay_schedule_day_of_monthly")
        ),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_by_person IS NULL)", name=op.f("ck_pay_schedule_closed_by_whom")
        ),
        sa.CheckConstraint(
            "(pay_days_after IS NULL) <> (pay_day_of_month IS NULL)", name=op.f("ck_pay_schedule_one_pay_day")
        ),
        sa.CheckConstraint("number > 1 OR closed_at IS NULL", name=op.f("ck_pay_schedule_first_stays")),
        sa.CheckConstraint("pay_day_of_month BETWEEN 1 AND 31", name=op.f("ck_pay_schedule_day_of_month")),
        sa.CheckConstraint("pay_days_after BETWEEN 0 AND 60", name=op.f("ck_pay_schedule_days_after")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pay_schedule")),
        sa.UniqueConstraint("number", name=op.f("uq_pay_schedule_number")),
    )
    op.create_table(
        "pension_scheme",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("arrangement", sa.String(length=20), nullable=False),
        sa.Column("basis", sa.String(length=20), nullable=False),
        sa.Column("provider_reference", sa.String(length=40), nullable=False),
        sa.Column("entered_by_person", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "arrangement IN ('relief_at_source', 'net_pay', 'salary_sacrifice')",
            name=op.f("ck_pension_scheme_arrangement"),
        ),
        sa.CheckConstraint(
            "basis IN ('qualifying_earnings', 'all_pay')", name=op.f("ck_pension_scheme_basis")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pension_scheme")),
        info={"append_only": True},
    )
    op.execute('REVOKE UPDATE, DELETE ON pension_scheme FROM "@login"')
    op.create_table(
        "person_supported",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("given_name", sa.String(length=80), nullable=False),
        sa.Column("family_name", sa.String(length=80), nullable=False),
        sa.Column("known_as", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("born_on", sa.LargeBinary(), nullable=True),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("address", sa.LargeBinary(), nullable=True),
        sa.Column("place", sa.LargeBinary(), nullable=True),
        sa.Column("getting_in", sa.LargeBinary(), nullable=True),
        sa.Column("key_facts", sa.LargeBinary(), nullable=True),
        sa.Column("communication", sa.LargeBinary(), nullable=True),
        sa.Column("what_matters", sa.LargeBinary(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("entered_by_person", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("language IN ('en', 'cy')", name=op.f("ck_person_supported_language")),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on >= started_on", name=op.f("ck_person_supported_ends_after_start")
        ),
        sa.CheckConstraint("version > 0", name=op.f("ck_person_supported_version_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_supported")),
    )
    op.create_index(op.f("ix_person_supported_person_id"), "person_supported", ["person_id"], unique=True)
    op.create_table(
        "profile_paper",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("added_by", sa.Uuid(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('registration', 'rules', 'insurance', 'care_registration', 'other')",
            name=op.f("ck_profile_paper_kind"),
        ),
        sa.CheckConstraint("replaces_id <> id", name=op.f("ck_profile_paper_not_itself")),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["profile_paper.id"], name=op.f("fk_profile_paper_replaces_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile_paper")),
        sa.UniqueConstraint("file_id", name=op.f("uq_profile_paper_file_id")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_profile_paper_replaces_id")),
        info={"append_only": True},
    )
    op.execute('REVOKE UPDATE, DELETE ON profile_paper FROM "@login"')
    op.create_table(
        "progress",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("job", sa.String(length=80), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("step", sa.String(length=80), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("result", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("refusal_code", sa.String(length=80), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'failed')", name=op.f("ck_progress_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress")),
    )
    op.create_table(
        "qualifying_days",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("weekdays", sa.Integer(), nullable=False),
        sa.Column("entered_by_person", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("weekdays BETWEEN 1 AND 127", name=op.f("ck_qualifying_days_weekdays")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qualifying_days")),
        info={"append_only": True},
    )
    op.create_index(
        op.f("ix_qualifying_days_worker_id_from_on"),
        "qualifying_days",
        ["worker_id", "from_on"],
        unique=False,
    )
    op.execute('REVOKE UPDATE, DELETE ON qualifying_days FROM "@login"')
    op.create_table(
        "quiz_attempt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("learner", sa.Uuid(), nullable=False),
        sa.Column("module_key", sa.String(length=40), nullable=False),
        sa.Column("module_version", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("asked", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("answers", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("score_percent", sa.Integer(), nullable=True),
        sa.Column("is_passed", sa.Boolean(), nullable=True),
        sa.CheckConstraint("language IN ('en', 'cy')", name=op.f("ck_quiz_attempt_language")),
        sa.CheckConstraint(
            "(submitted_at IS NULL) = (is_passed IS NULL)", name=op.f("ck_quiz_attempt_judged_when_sent")
        ),
        sa.CheckConstraint(
            "(submitted_at IS NULL) = (score_percent IS NULL)", name=op.f("ck_quiz_attempt_scored_when_sent")
        ),
        sa.CheckConstraint("score_percent BETWEEN 0 AND 100", name=op.f("ck_quiz_attempt_score")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_attempt")),
    )
    op.create_index(
        op.f("ix_quiz_attempt_learner_module_key_started_at"),
        "quiz_attempt",
        ["learner", "module_key", "started_at"],
        unique=False,
    )
    op.create_index(
        "uq_quiz_attempt_open",
        "quiz_attempt",
        ["learner", "module_key"],
        unique=True,
        postgresql_where=sa.text("submitted_at IS NULL"),
    )
    op.create_table(
        "received_invoice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("plan_key", sa.String(length=40), nullable=False),
        sa.Column("plan_version", sa.Integer(), nullable=False),
        sa.Column("lines", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("net_pence", sa.BigInteger(), nullable=False),
        sa.Column("vat_pence", sa.BigInteger(), nullable=False),
        sa.Column("total_pence", sa.BigInteger(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paid_pence", sa.BigInteger(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.CheckConstraint("paid_pence BETWEEN 0 AND total_pence", name=op.f("ck_received_invoice_paid")),
        sa.CheckConstraint("total_pence = net_pence + vat_pence", name=op.f("ck_received_invoice_adds_up")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_received_invoice")),
        sa.UniqueConstraint("number", name=op.f("uq_received_invoice_number")),
    )
    op.create_table(
        "record_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("record_kind", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("before", sa.LargeBinary(), nullable=False),
        sa.Column("changed_by_person", sa.Uuid(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_change")),
        sa.UniqueConstraint(
            "record_kind", "record_id", "version", name=op.f("uq_record_change_record_kind_record_id_version")
        ),
    )
    op.create_index(
        op.f("ix_record_change_record_id_changed_at"),
        "record_change",
        ["record_id", "changed_at"],
        unique=False,
    )
    op.create_table(
        "rota_settings",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("travel_factor_percent", sa.Integer(), nullable=False),
        sa.Column("metres_per_minute", sa.Integer(), nullable=False),
        sa.Column("least_rest_minutes", sa.Integer(), nullable=False),
        sa.Column("late_after_minutes", sa.Integer(), nullable=False),
        sa.Column("changed_by_person", sa.Uuid(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_rota_settings_one_row")),
        sa.CheckConstraint(
            "late_after_minutes BETWEEN 0 AND 120", name=op.f("ck_rota_settings_late_after_minutes")
        ),
        sa.CheckConstraint(
            "least_rest_minutes BETWEEN 0 AND 1440", name=op.f("ck_rota_settings_least_rest_minutes")
        ),
        sa.CheckConstraint(
            "metres_per_minute BETWEEN 50 AND 2000", name=op.f("ck_rota_settings_metres_per_minute")
        ),
        sa.CheckConstraint(
            "travel_factor_percent BETWEEN 100 AND 300", name=op.f("ck_rota_settings_travel_factor_percent")
        ),
        sa.CheckConstraint("version > 0", name=op.f("ck_rota_settings_version_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rota_settings")),
    )
    op.create_table(
        "service_agreement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_account", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_account", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("hub_role", sa.String(length=80), nullable=False),
        sa.Column("permissions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("offered_by_account", sa.Uuid(), nullable=False),
        sa.Column("offered_by_person", sa.Uuid(), nullable=False),
        sa.Column("offered_by_name", sa.String(length=600), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("given_permissions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.CheckConstraint(
            "(state = 'ended') = (ended_at IS NOT NULL)", name=op.f("ck_service_agreement_ended_when")
        ),
        sa.CheckConstraint(
            "state IN ('offered', 'accepted', 'refused', 'ended')", name=op.f("ck_service_agreement_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_agreement")),
    )
    op.create_index(
        "uq_service_agreement_in_force",
        "service_agreement",
        ["kind"],
        unique=True,
        postgresql_where=sa.text("state = 'accepted'"),
    )
    op.create_table(
        "sick_form_given",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("given_by_person", sa.Uuid(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sick_form_given")),
        sa.UniqueConstraint("worker_id", "since_on", name=op.f("uq_sick_form_given_worker_id_since_on")),
        info={"append_only": True},
    )
    op.execute('REVOKE UPDATE, DELETE ON sick_form_given FROM "@login"')
    op.create_table(
        "sign_in_throttle",
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("holds", sa.Integer(), nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('account', 'pair', 'address', 'factor', 'mail')", name=op.f("ck_sign_in_throttle_kind")
        ),
        sa.PrimaryKeyConstraint("kind", "key", name=op.f("pk_sign_in_throttle")),
    )
    op.create_index(op.f("ix_sign_in_throttle_last_at"), "sign_in_throttle", ["last_at"], unique=False)
    op.create_table(
        "stored_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("record_kind", sa.String(length=60), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("media_type", sa.String(length=80), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(length=32), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size_bytes > 0", name=op.f("ck_stored_file_size_bytes_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
    )
    op.create_index(op.f("ix_stored_file_record_kind"), "stored_file", ["record_kind"], unique=False)
    op.create_table(
        "time_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("worker_person", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("source", sa.String(length=5), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=True),
        sa.Column("metres", sa.Integer(), nullable=True),
        sa.Column("corrects_entry_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("recorded_by_person", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by_person", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pay_run_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'recorded') = (approved_at IS NULL)", name=op.f("ck_time_entry_approved_when")
        ),
        sa.CheckConstraint(
            "kind <> 'visit' OR visit_id IS NOT NULL", name=op.f("ck_time_entry_visit_is_known")
        ),
        sa.CheckConstraint(
            "kind IN ('visit', 'travel', 'waiting', 'break', 'training', 'supervision', 'sleep_in', 'waking_night', 'standby', 'other')",
            name=op.f("ck_time_entry_kind"),
        ),
        sa.CheckConstraint(
            "metres IS NULL OR (kind = 'travel' AND metres >= 0)", name=op.f("ck_time_entry_metres_of_travel")
        ),
        sa.CheckConstraint(
            "source = 'hand' OR visit_id IS NOT NULL", name=op.f("ck_time_entry_made_from_a_visit")
        ),
        sa.CheckConstraint("source IN ('visit', 'rota', 'hand')", name=op.f("ck_time_entry_source")),
        sa.CheckConstraint(
            "state <> 'paid' OR pay_run_id IS NOT NULL", name=op.f("ck_time_entry_paid_by_a_run")
        ),
        sa.CheckConstraint(
            "state <> 'recorded' OR pay_run_id IS NULL", name=op.f("ck_time_entry_only_approved_is_paid")
        ),
        sa.CheckConstraint("state IN ('recorded', 'approved', 'paid')", name=op.f("ck_time_entry_state")),
        sa.CheckConstraint(
            "(approved_at IS NULL) = (approved_by_person IS NULL)",
            name=op.f("ck_time_entry_approved_by_whom"),
        ),
        sa.CheckConstraint("approved_by_person <> worker_person", name=op.f("ck_time_entry_not_ones_own")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_time_entry_ends_after_start")),
        sa.CheckConstraint(
            "minutes > 0 OR corrects_entry_id IS NOT NULL", name=op.f("ck_time_entry_fewer_only_to_correct")
        ),
        sa.CheckConstraint(
            "minutes BETWEEN -1440 AND 1440 AND minutes <> 0", name=op.f("ck_time_entry_minutes")
        ),
        sa.CheckConstraint("version > 0", name=op.f("ck_time_entry_version_positive")),
        sa.ForeignKeyConstraint(
            ["corrects_entry_id"], ["time_entry.id"], name=op.f("fk_time_entry_corrects_entry_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_entry")),
        postgresql_with={"fillfactor": 45},
    )
    op.create_index(
        op.f("ix_time_entry_corrects_entry_id"),
        "time_entry",
        ["corrects_entry_id"],
        unique=False,
        postgresql_where=sa.text("corrects_entry_id IS NOT NULL"),
    )
    op.create_index(
        op.f("ix_time_entry_pay_run_id"),
        "time_entry",
        ["pay_run_id"],
        unique=False,
        postgresql_using="brin",
        postgresql_ops={"pay_run_id": "uuid_bloom_ops"},
        postgresql_with={"pages_per_range": 32, "autosummarize": True},
    )
    op.create_index(
        op.f("ix_time_entry_state_starts_at"),
        "time_entry",
        ["state", "starts_at"],
        unique=False,
        postgresql_where=sa.text("state <> 'paid'"),
    )
    op.create_index(
        op.f("ix_time_entry_worker_id_starts_at"), "time_entry", ["worker_id", "starts_at"], unique=False
    )
    op.create_index(
        "uq_time_entry_visit_kind",
        "time_entry",
        ["visit_id", "kind"],
        unique=True,
        postgresql_where=sa.text("corrects_entry_id IS NULL"),
    )
    op.create_table(
        "told_turnover",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("turnover_pence", sa.BigInteger(), nullable=False),
        sa.Column("told_by_person", sa.Uuid(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("turnover_pence >= 0", name=op.f("ck_told_turnover_not_negative")),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_told_turnover")),
    )
    op.create_table(
        "training_requirement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("module_key", sa.String(length=40), nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("due_days", sa.Integer(), nullable=False),
        sa.Column("refresh_months", sa.Integer(), nullable=True),
        sa.Column("owner", sa.String(length=10), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint("audience IN ('workers')", name=op.f("ck_training_requirement_audience")),
        sa.CheckConstraint("owner IN ('network', 'co_op')", name=op.f("ck_training_requirement_owner")),
        sa.CheckConstraint("due_days BETWEEN 0 AND 1000", name=op.f("ck_training_requirement_due_days")),
        sa.CheckConstraint(
            "refresh_months BETWEEN 1 AND 120", name=op.f("ck_training_requirement_refresh_months")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_requirement")),
    )
    op.create_index(
        "uq_training_requirement_live",
        "training_requirement",
        ["module_key", "audience"],
        unique=True,
        postgresql_where=sa.text("ended_on IS NULL"),
    )
    op.create_table(
        "visit_kind",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name_en", sa.String(length=60), nullable=False),
        sa.Column("name_cy", sa.String(length=60), nullable=False),
        sa.Column("pays_as", sa.String(length=12), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("is_offered", sa.Boolean(), nullable=False),
        sa.Column("entered_by_person", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "pays_as IN ('visit', 'sleep_in', 'waking_night')", name=op.f("ck_visit_kind_pays_as")
        ),
        sa.CheckConstraint("minutes BETWEEN 15 AND 1440", name=op.f("ck_visit_kind_minutes")),
        sa.CheckConstraint("version > 0", name=op.f("ck_visit_kind_version_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_kind")),
        sa.UniqueConstraint("name_en", name=op.f("uq_visit_kind_name_en")),
    )
    op.create_table(
        "worker",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("given_name", sa.String(length=80), nullable=False),
        sa.Column("family_name", sa.String(length=80), nullable=False),
        sa.Column("known_as", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("speaks", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("email", sa.LargeBinary(), nullable=True),
        sa.Column("address", sa.LargeBinary(), nullable=True),
        sa.Column("emergency_contact", sa.LargeBinary(), nullable=True),
        sa.Column("arrangement", sa.String(length=10), nullable=False),
        sa.Column("staff_category", sa.String(length=20), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("entered_by_person", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "arrangement IN ('employed', 'volunteer', 'agency')", name=op.f("ck_worker_arrangement")
        ),
        sa.CheckConstraint("language IN ('en', 'cy')", name=op.f("ck_worker_language")),
        sa.CheckConstraint(
            "staff_category IN ('manager', 'deputy_manager', 'other_supervisory', 'nursing_care', 'registered_nurse', 'senior_social_care', 'other_social_care', 'domestic', 'catering', 'other')",
            name=op.f("ck_worker_staff_category"),
        ),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on >= started_on", name=op.f("ck_worker_ends_after_start")
        ),
        sa.CheckConstraint("version > 0", name=op.f("ck_worker_version_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker")),
        sa.UniqueConstraint("account_id", name=op.f("uq_worker_account_id")),
        sa.UniqueConstraint("number", name=op.f("uq_worker_number")),
    )
    op.create_index(op.f("ix_worker_person_id"), "worker", ["person_id"], unique=True)
    op.create_table(
        "account_role",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("proposed_by_person", sa.Uuid(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by_person", sa.Uuid(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state <> 'given' OR given_at IS NOT NULL", name=op.f("ck_account_role_given_when")
        ),
        sa.CheckConstraint("state IN ('proposed', 'given', 'ended')", name=op.f("ck_account_role_state")),
        sa.CheckConstraint(
            "approved_by_person IS NULL OR approved_by_person <> proposed_by_person",
            name=op.f("ck_account_role_two_people"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_role_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_role")),
    )
    op.create_index(op.f("ix_account_role_role_state"), "account_role", ["role", "state"], unique=False)
    op.create_index(
        "uq_account_role_live",
        "account_role",
        ["account_id", "role"],
        unique=True,
        postgresql_where=sa.text("state <> 'ended'"),
    )
    op.create_table(
        "api_token",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("permissions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("expires_at > made_at", name=op.f("ck_api_token_expires_later")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_api_token_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
    )
    op.create_index(op.f("ix_api_token_account_id"), "api_token", ["account_id"], unique=False)
    op.create_table(
        "assessment_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("criterion", sa.String(length=20), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("does_not_apply", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("answered_by_person", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(value IS NULL) = does_not_apply", name=op.f("ck_assessment_answer_value_or_not")
        ),
        sa.CheckConstraint("value BETWEEN 0 AND 3", name=op.f("ck_assessment_answer_value")),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_assessment_answer_assessment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_answer")),
        sa.UniqueConstraint(
            "assessment_id", "criterion", name=op.f("uq_assessment_answer_assessment_id_criterion")
        ),
    )
    op.create_table(
        "assessment_evidence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("criterion", sa.String(length=20), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("words", sa.String(length=600), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("added_by_person", sa.Uuid(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "words <> '' OR file_id IS NOT NULL", name=op.f("ck_assessment_evidence_words_or_file")
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_assessment_evidence_assessment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_evidence")),
        info={"append_only": True},
    )
    op.create_index(
        op.f("ix_assessment_evidence_assessment_id_criterion"),
        "assessment_evidence",
        ["assessment_id", "criterion"],
        unique=False,
    )
    op.execute('REVOKE UPDATE, DELETE ON assessment_evidence FROM "@login"')
    op.create_table(
        "attachment_order",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("ends", sa.Boolean(), nullable=False),
        sa.Column("reference", sa.LargeBinary(), nullable=False),
        sa.Column("paid_to", sa.LargeBinary(), nullable=False),
        sa.Column("normal_pence", sa.Integer(), nullable=False),
        sa.Column("protected_pence", sa.Integer(), nullable=False),
        sa.Column("owed_pence", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("entered_by_person", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_person", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(kind IN ('priority', 'non_priority', 'child_maintenance')) = (normal_pence > 0)",
            name=op.f("ck_attachment_order_normal_by_kind"),
        ),
        sa.CheckConstraint(
            "kind IN ('direct_earnings', 'direct_earnings_higher', 'council_tax_wales', 'priority', 'non_priority', 'child_maintenance')",
            name=op.f("ck_attachment_order_kind"),
        ),
        sa.CheckConstraint(
            "kind IN ('priority', 'non_priority') OR protected_pence = 0",
            name=op.f("ck_attachment_order_protected_by_kind"),
        ),
        sa.CheckConstraint(
            "state IN ('proposed', 'agreed', 'refused')", name=op.f("ck_attachment_order_state")
        ),
        sa.CheckConstraint(
            "decided_by_person <> entered_by_person", name=op.f("ck_attachment_order_second_person")
        ),
        sa.CheckConstraint("from_on >= made_on", name=op.f("ck_attachment_order_starts_after_made")),
        sa.CheckConstraint(
            "normal_pence >= 0 AND protected_pence >= 0", name=op.f("ck_attachment_order_not_negative")
        ),
        sa.CheckConstraint("owed_pence > 0", name=op.f("ck_attachment_order_owed")),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_attachment_order_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment_order")),
    )
    op.create_index(op.f("ix_attachment_order_order_id"), "attachment_order", ["order_id"], unique=False)
    op.create_index(
        op.f("ix_attachment_order_worker_id_from_on"),
        "attachment_order",
        ["worker_id", "from_on"],
        unique=False,
    )
    op.create_table(
        "bank_particulars",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("account_name", sa.LargeBinary(), nullable=False),
        sa.Column("sort_code", sa.LargeBinary(), nullable=False),
        sa.Column("account_number", sa.LargeBinary(), nullable=False),
        sa.Column("roll_number", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("entered_by_person", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_person", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('proposed', 'agreed', 'refused')", name=op.f("ck_bank_particulars_state")
        ),
        sa.CheckConstraint(
            "decided_by_person <> entered_by_person", name=op.f("ck_bank_particulars_second_person")
        ),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_bank_particulars_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_particulars")),
    )
    op.create_index(
        op.f("ix_bank_particulars_worker_id_entered_at"),
        "bank_particulars",
        ["worker_id", "entered_at"],
        unique=False,
    )
    op.create_table(
        "birth_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("born_on", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("entered_by_person", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_person", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('proposed', 'agreed', 'refused')", name=op.f("ck_birth_entry_state")),
        sa.CheckConstraint(
            "decided_by_person <> entered_by_person", name=op.f("ck_birth_entry_second_person")
        ),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_birth_entry_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_birth_entry")),
    )
    op.create_index(
        op.f("ix_birth_entry_worker_id_entered_at"), "birth_entry", ["worker_id", "entered_at"], unique=False
    )
    op.create_table(
        "check_seen",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("reference", sa.LargeBinary(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("seen_by_person", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('dbs', 'right_to_work', 'driving_licence', 'business_insurance', 'references')",
            name=op.f("ck_check_seen_kind"),
        ),
        sa.CheckConstraint(
            "expires_on IS NULL OR expires_on >= checked_on", name=op.f("ck_check_seen_ends_after_start")
        ),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_check_seen_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_seen")),
    )
    op.create_index(
        op.f("ix_check_seen_worker_id_kind_checked_on"),
        "check_seen",
        ["worker_id", "kind", "checked_on"],
        unique=False,
    )
    op.create_table(
        "completion",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("learner", sa.Uuid(), nullable=False),
        sa.Column("module_key", sa.String(length=40), nullable=False),
        sa.Column("module_version", sa.Integer(), nullable=False),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("score_percent", sa.Integer(), nullable=True),
        sa.Column("attempt_id", sa.Uuid(), nullable=True),
        sa.Column("completed_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("valid_because", sa.String(length=40), nullable=False),
        sa.Column("recorded_by_person", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "how IN ('quiz', 'scorm', 'class', 'observed', 'outside')", name=op.f("ck_completion_how")
        ),
        sa.CheckConstraint("language IN ('en', 'cy')", name=op.f("ck_completion_language")),
        sa.CheckConstraint("score_percent BETWEEN 0 AND 100", name=op.f("ck_completion_score")),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_until > completed_on", name=op.f("ck_completion_valid_after")
        ),
        sa.ForeignKeyConstraint(["attempt_id"], ["quiz_attempt.id"], name=op.f("fk_completion_attempt_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_completion")),
        sa.UniqueConstraint("attempt_id", name=op.f("uq_completion_attempt_id")),
        info={"append_only": True},
    )
    op.create_index(
        op.f("ix_completion_learner_module_key_completed_on"),
        "completion",
        ["learner", "module_key", "completed_on"],
        unique=False,
    )
    op.execute('REVOKE UPDATE, DELETE ON completion FROM "@login"')
    op.create_table(
        "consent_to_share",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_supported_id", sa.Uuid(), nullable=False),
        sa.Column("with_whom", sa.String(length=16), nullable=False),
        sa.Column("what", sa.LargeBinary(), nullable=False),
        sa.Column("said_how", sa.String(length=20), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("taken_back_on", sa.Date(), nullable=True),
        sa.Column("entered_by_person", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "said_how IN ('in_person', 'in_writing', 'by_representative')",
            name=op.f("ck_consent_to_share_said_how"),
        ),
        sa.CheckConstraint(
            "with_whom IN ('family', 'doctor', 'pharmacist', 'council', 'health_board', 'other_provider')",
            name=op.f("ck_consent_to_share_with_whom"),
        ),
        sa.CheckConstraint(
            "taken_back_on IS NULL OR taken_back_on >= given_on",
            name=op.f("ck_consent_to_share_ends_after_start"),
        ),
        sa.CheckConstraint("version > 0", name=op.f("ck_consent_to_share_version_positive")),
        sa.ForeignKeyConstraint(
            ["person_supported_id"],
            ["person_supported.id"],
            name=op.f("fk_consent_to_share_person_supported_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_to_share")),
    )
    op.create_index(
        op.f("ix_consent_to_share_person_supported_id_given_on"),
        "consent_to_share",
        ["person_supported_id", "given_on"],
        unique=False,
    )
    op.create_table(
        "contract",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("weekly_minutes", sa.Integer(), nullable=False),
        sa.Column("job_title", sa.String(length=80), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("entered_by_person", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind <> 'guaranteed_hours' OR weekly_minutes > 0", name=op.f("ck_contract_guaranteed_has_hours")
        ),
        sa.CheckConstraint(
            "kind IN ('guaranteed_hours', 'non_guaranteed_hours')", name=op.f("ck_contract_kind")
        ),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_until > valid_from", name=op.f("ck_contract_ends_after_start")
        ),
        sa.CheckConstraint("weekly_minutes BETWEEN 0 AND 5760", name=op.f("ck_contract_weekly_minutes")),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_contract_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract")),
        sa.UniqueConstraint("worker_id", "valid_from", name=op.f("uq_contract_worker_id_valid_from")),
    )
    op.create_index(
        "uq_contract_open",
        "contract",
        ["worker_id"],
        unique=True,
        postgresql_where=sa.text("valid_until IS NULL"),
    )
    op.create_table(
        "contribution_proof",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("proof", sa.String(length=16), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("seen_by_person", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "proof IN ('age', 'deferment', 'reduced_rate', 'apprenticeship', 'veteran', 'freeport', 'investment_zone')",
            name=op.f("ck_contribution_proof_proof"),
        ),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_contribution_proof_ends_after_start")),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_contribution_proof_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution_proof")),
        info={"append_only": True},
    )
    op.create_index(
        op.f("ix_contribution_proof_worker_id_proof_entered_at"),
        "contribution_proof",
        ["worker_id", "proof", "entered_at"],
        unique=False,
    )
    op.execute('REVOKE UPDATE, DELETE ON contribution_proof FROM "@login"')
    op.create_table(
        "director_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("is_director", sa.Boolean(), nullable=False),
        sa.Column("method", sa.String(length=12), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("entered_by_person", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_person", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("method IN ('annual', 'alternative')", name=op.f("ck_director_entry_method")),
        sa.CheckConstraint(
            "state IN ('proposed', 'agreed', 'refused')", name=op.f("ck_director_entry_state")
        ),
        sa.CheckConstraint(
            "decided_by_person <> entered_by_person", name=op.f("ck_director_entry_second_person")
        ),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_director_entry_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_director_entry")),
    )
    op.create_index(
        op.f("ix_director_entry_worker_id_from_on"), "director_entry", ["worker_id", "from_on"], unique=False
    )
    op.create_table(
        "disclosure_arrival",
        sa.Column("disclosure_id", sa.Uuid(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["disclosure_id"], ["disclosure.id"], name=op.f("fk_disclosure_arrival_disclosure_id")
        ),
        sa.PrimaryKeyConstraint("disclosure_id", name=op.f("pk_disclosure_arrival")),
        info={"append_only": True},
    )
    op.execute('REVOKE UPDATE, DELETE ON disclosure_arrival FROM "@login"')
    op.create_table(
        "disclosure_pending",
        sa.Column("disclosure_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["disclosure_id"], ["disclosure.id"], name=op.f("fk_disclosure_pending_disclosure_id")
        ),
        sa.PrimaryKeyConstraint("disclosure_id", name=op.f("pk_disclosure_pending")),
    )
    op.create_table(
        "fit_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("absence_id", sa.Uuid(), nullable=False),
        sa.Column("worker_person", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("entered_by_person", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_away_by_person", sa.Uuid(), nullable=True),
        sa.Column("taken_away_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "seen_on <= (entered_at AT TIME ZONE 'Europe/London')::date",
            name=op.f("ck_fit_note_seen_by_then"),
        ),
        sa.CheckConstraint("entered_by_person <> worker_person", name=op.f("ck_fit_note_not_ones_own")),
        sa.CheckConstraint("last_on >= from_on", name=op.f("ck_fit_note_ends_after_start")),
        sa.CheckConstraint(
            "taken_away_by_person IS NULL OR taken_away_at IS NOT NULL",
            name=op.f("ck_fit_note_taken_away_when"),
        ),
        sa.ForeignKeyConstraint(["absence_id"], ["absence.id"], name=op.f("fk_fit_note_absence_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fit_note")),
    )
    op.create_index(
        "ix_fit_note_stands",
        "fit_note",
        ["absence_id", "from_on", "last_on"],
        unique=True,
        postgresql_where=sa.text("taken_away_at IS NULL"),
    )
    op.create_table(
        "grant_decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("grant_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("roles", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("decision", sa.String(length=6), nullable=False),
        sa.Column("record_kinds", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("record_ids", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("fields_hidden", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("decision IN ('accept', 'refuse')", name=op.f("ck_grant_decision_decision")),
        sa.ForeignKeyConstraint(["grant_id"], ["access_grant.id"], name=op.f("fk_grant_decision_grant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grant_decision")),
        info={"append_only": True},
    )
    op.create_index("uq_grant_decision_person", "grant_decision", ["grant_id", "person_id"], unique=True)
    op.execute('REVOKE UPDATE, DELETE ON grant_decision FROM "@login"')
    op.create_table(
        "kind_task",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_kind_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("words_en", sa.String(length=120), nullable=False),
        sa.Column("words_cy", sa.String(length=120), nullable=False),
        sa.Column("is_essential", sa.Boolean(), nullable=False),
        sa.Column("is_offered", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["visit_kind_id"], ["visit_kind.id"], name=op.f("fk_kind_task_visit_kind_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kind_task")),
        sa.UniqueConstraint("visit_kind_id", "position", name=op.f("uq_kind_task_visit_kind_id_position")),
    )
    op.create_table(
        "known_address",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.LargeBinary(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_known_address_account_id")),
        sa.PrimaryKeyConstraint("account_id", "address", name=op.f("pk_known_address")),
    )
    op.create_table(
        "ledger_posting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("party", sa.Uuid(), nullable=True),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount_pence <> 0", name=op.f("ck_ledger_posting_amount_not_nil")),
        sa.ForeignKeyConstraint(["entry_id"], ["ledger_entry.id"], name=op.f("fk_ledger_posting_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_posting")),
        sa.UniqueConstraint("entry_id", "position", name=op.f("uq_ledger_posting_entry_id_position")),
        info={"append_only": True},
    )
    op.create_index(
        op.f("ix_ledger_posting_account_party"), "ledger_posting", ["account", "party"], unique=False
    )
    op.execute('REVOKE UPDATE, DELETE ON ledger_posting FROM "@login"')
    op.create_table(
        "loan_notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("plan", sa.String(length=2), nullable=False),
        sa.Column("starts", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("entered_by_person", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_person", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("plan IN ('1', '2', '4', '5', 'PG')", name=op.f("ck_loan_notice_plan")),
        sa.CheckConstraint(
            "source IN ('sl1', 'sl2', 'pgl1', 'pgl2', 'p45', 'starter_declaration')",
            name=op.f("ck_loan_notice_source"),
        ),
        sa.CheckConstraint(
            "source NOT IN ('pgl1', 'pgl2') OR plan = 'PG'", name=op.f("ck_loan_notice_postgraduate_notice")
        ),
        sa.CheckConstraint(
            "source NOT IN ('sl1', 'sl2') OR plan <> 'PG'", name=op.f("ck_loan_notice_student_notice")
        ),
        sa.CheckConstraint(
            "starts = (source NOT IN ('sl2', 'pgl2'))", name=op.f("ck_loan_notice_starts_by_source")
        ),
        sa.CheckConstraint("state IN ('proposed', 'agreed', 'refused')", name=op.f("ck_loan_notice_state")),
        sa.CheckConstraint(
            "decided_by_person <> entered_by_person", name=op.f("ck_loan_notice_second_person")
        ),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_loan_notice_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loan_notice")),
    )
    op.create_index(
        op.f("ix_loan_notice_worker_id_from_on"), "loan_notice", ["worker_id", "from_on"], unique=False
    )
    op.create_table(
        "one_time_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("new_email", sa.String(length=254), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(purpose = 'new_email') = (new_email IS NOT NULL)", name=op.f("ck_one_time_link_new_email")
        ),
        sa.CheckConstraint(
            "purpose IN ('invitation', 'reset', 'new_email')", name=op.f("ck_one_time_link_purpose")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_one_time_link_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_one_time_link_token_hash")),
    )
    op.create_index(op.f("ix_one_time_link_account_id"), "one_time_link", ["account_id"], unique=False)
    op.create_table(
        "passkey",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("rp_id", sa.String(length=253), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_passkey_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    op.create_index(op.f("ix_passkey_account_id"), "passkey", ["account_id"], unique=False)
    op.create_table(
        "passkey_challenge",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("challenge", sa.LargeBinary(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "purpose IN ('enrol', 'sign_in', 'prove')", name=op.f("ck_passkey_challenge_purpose")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_passkey_challenge_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey_challenge")),
    )
    op.create_index(
        op.f("ix_passkey_challenge_expires_at"), "passkey_challenge", ["expires_at"], unique=False
    )
    op.create_table(
        "pay_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("schedule_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("chosen", sa.ARRAY(sa.Uuid()), nullable=True),
        sa.Column("takes_time", sa.Boolean(), nullable=False),
        sa.Column("frequency", sa.String(length=2), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_until", sa.Date(), nullable=False),
        sa.Column("pay_on", sa.Date(), nullable=False),
        sa.Column("tax_year", sa.String(length=7), nullable=False),
        sa.Column("tax_period", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("drafted_by_person", sa.Uuid(), nullable=False),
        sa.Column("drafted_by_entry", sa.Uuid(), nullable=True),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by_person", sa.Uuid(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_person", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("said_paid_by_person", sa.Uuid(), nullable=True),
        sa.Column("said_paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_person", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("not_filed_reason", sa.String(length=20), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(kind = 'regular') = (chosen IS NULL)", name=op.f("ck_pay_run_chosen")),
        sa.CheckConstraint(
            "(state = 'approved') = (approved_at IS NOT NULL)", name=op.f("ck_pay_run_approved_when")
        ),
        sa.CheckConstraint(
            "closed_at IS NULL OR state = 'approved'", name=op.f("ck_pay_run_closed_is_approved")
        ),
        sa.CheckConstraint("frequency IN ('W1', 'W2', 'W4', 'M1')", name=op.f("ck_pay_run_frequency")),
        sa.CheckConstraint("kind <> 'leaver' OR cardinality(chosen) = 1", name=op.f("ck_pay_run_one_leaver")),
        sa.CheckConstraint("kind IN ('regular', 'one_off', 'leaver')", name=op.f("ck_pay_run_kind")),
        sa.CheckConstraint(
            "not_filed_reason IN ('filed_elsewhere', 'nobody_to_tell_of', 'no_scheme_needed')",
            name=op.f("ck_pay_run_not_filed_reason"),
        ),
        sa.CheckConstraint(
            "said_paid_at IS NULL OR state = 'approved'", name=op.f("ck_pay_run_paid_is_approved")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'approved', 'rolled_back')", name=op.f("ck_pay_run_state")
        ),
        sa.CheckConstraint("takes_time OR kind = 'one_off'", name=op.f("ck_pay_run_takes_time")),
        sa.CheckConstraint(
            "(approved_at IS NULL) = (approved_by_person IS NULL)", name=op.f("ck_pay_run_approved_by_whom")
        ),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_by_person IS NULL)", name=op.f("ck_pay_run_closed_by_whom")
        ),
        sa.CheckConstraint(
            "(said_paid_at IS NULL) = (said_paid_by_person IS NULL)", name=op.f("ck_pay_run_paid_by_whom")
        ),
        sa.CheckConstraint(
            "(submitted_at IS NULL) = (submitted_by_person IS NULL)",
            name=op.f("ck_pay_run_submitted_by_whom"),
        ),
        sa.CheckConstraint("approved_by_person <> drafted_by_person", name=op.f("ck_pay_run_two_people")),
        sa.CheckConstraint(
            "approved_by_person <> submitted_by_person", name=op.f("ck_pay_run_sender_approves_not")
        ),
        sa.CheckConstraint(
            "not_filed_reason IS NULL OR closed_at IS NOT NULL", name=op.f("ck_pay_run_not_filed_is_closed")
        ),
        sa.CheckConstraint("period_until > period_from", name=op.f("ck_pay_run_period")),
        sa.CheckConstraint("tax_period BETWEEN 1 AND 56", name=op.f("ck_pay_run_tax_period")),
        sa.CheckConstraint("version > 0", name=op.f("ck_pay_run_version_positive")),
        sa.ForeignKeyConstraint(["schedule_id"], ["pay_schedule.id"], name=op.f("fk_pay_run_schedule_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pay_run")),
    )
    op.create_index(
        "uq_pay_run_live",
        "pay_run",
        ["schedule_id", "pay_on"],
        unique=True,
        postgresql_where=sa.text("state <> 'rolled_back' AND kind = 'regular'"),
    )
    op.create_table(
        "pension_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("scheme_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("entered_by_person", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_person", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(kind = 'postponed') = (until_on IS NOT NULL)", name=op.f("ck_pension_entry_postponed_until")
        ),
        sa.CheckConstraint(
            "kind IN ('enrolled', 'opted_in', 'joined', 'reenrolled', 'postponed', 'opted_out', 'left')",
            name=op.f("ck_pension_entry_kind"),
        ),
        sa.CheckConstraint(
            "kind NOT IN ('enrolled', 'opted_in', 'joined', 'reenrolled') OR scheme_id IS NOT NULL",
            name=op.f("ck_pension_entry_member_of"),
        ),
        sa.CheckConstraint("state IN ('proposed', 'agreed', 'refused')", name=op.f("ck_pension_entry_state")),
        sa.CheckConstraint(
            "decided_by_person <> entered_by_person", name=op.f("ck_pension_entry_second_person")
        ),
        sa.CheckConstraint("until_on > from_on", name=op.f("ck_pension_entry_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["pension_scheme.id"], name=op.f("fk_pension_entry_scheme_id")
        ),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_pension_entry_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pension_entry")),
    )
    op.create_index(
        op.f("ix_pension_entry_worker_id_from_on"), "pension_entry", ["worker_id", "from_on"], unique=False
    )
    op.create_table(
        "pension_terms",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("scheme_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("employee_bps", sa.Integer(), nullable=False),
        sa.Column("employer_bps", sa.Integer(), nullable=False),
        sa.Column("entered_by_person", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("employee_bps BETWEEN 0 AND 10000", name=op.f("ck_pension_terms_employee")),
        sa.CheckConstraint("employer_bps BETWEEN 0 AND 10000", name=op.f("ck_pension_terms_employer")),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["pension_scheme.id"], name=op.f("fk_pension_terms_scheme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pension_terms")),
        info={"append_only": True},
    )
    op.create_index(
        op.f("ix_pension_terms_scheme_id_from_on"), "pension_terms", ["scheme_id", "from_on"], unique=False
    )
    op.execute('REVOKE UPDATE, DELETE ON pension_terms FROM "@login"')
    op.create_table(
        "person_contact",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_supported_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("relation", sa.LargeBinary(), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("is_first_to_ring", sa.Boolean(), nullable=False),
        sa.Column("may_come", sa.String(length=8), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("entered_by_person", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("may_come IN ('yes', 'no', 'not_said')", name=op.f("ck_person_contact_may_come")),
        sa.CheckConstraint("version > 0", name=op.f("ck_person_contact_version_positive")),
        sa.ForeignKeyConstraint(
            ["person_supported_id"],
            ["person_supported.id"],
            name=op.f("fk_person_contact_person_supported_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_contact")),
    )
    op.create_index(
        op.f("ix_person_contact_person_supported_id"), "person_contact", ["person_supported_id"], unique=False
    )
    op.create_table(
        "personal_outcome",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_supported_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ending", sa.String(length=20), nullable=True),
        sa.Column("entered_by_person", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "ending IN ('reached', 'no_longer_wanted')", name=op.f("ck_personal_outcome_ending")
        ),
        sa.CheckConstraint(
            "(ending IS NULL) = (ended_on IS NULL)", name=op.f("ck_personal_outcome_ended_whole")
        ),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on >= started_on", name=op.f("ck_personal_outcome_ends_after_start")
        ),
        sa.CheckConstraint("version > 0", name=op.f("ck_personal_outcome_version_positive")),
        sa.ForeignKeyConstraint(
            ["person_supported_id"],
            ["person_supported.id"],
            name=op.f("fk_personal_outcome_person_supported_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_outcome")),
    )
    op.create_index(
        op.f("ix_personal_outcome_person_supported_id_started_on"),
        "personal_outcome",
        ["person_supported_id", "started_on"],
        unique=False,
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_recovery_code_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
    )
    op.create_index(op.f("ix_recovery_code_account_id"), "recovery_code", ["account_id"], unique=False)
    op.create_table(
        "registration_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("register_number", sa.String(length=20), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("entered_by_person", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state <> 'registered' OR register_number IS NOT NULL",
            name=op.f("ck_registration_entry_registered_has_number"),
        ),
        sa.CheckConstraint(
            "state IN ('not_needed', 'applied', 'registered', 'lapsed')",
            name=op.f("ck_registration_entry_state"),
        ),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on >= from_on", name=op.f("ck_registration_entry_ends_after_start")
        ),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_registration_entry_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_entry")),
        info={"append_only": True},
    )
    op.create_index(
        op.f("ix_registration_entry_worker_id_from_on"),
        "registration_entry",
        ["worker_id", "from_on"],
        unique=False,
    )
    op.execute('REVOKE UPDATE, DELETE ON registration_entry FROM "@login"')
    op.create_table(
        "reported_particulars",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("sex", sa.LargeBinary(), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=True),
        sa.Column("postcode", sa.LargeBinary(), nullable=True),
        sa.Column("country", sa.LargeBinary(), nullable=True),
        sa.Column("declaration", sa.String(length=1), nullable=True),
        sa.Column("entered_by_person", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "declaration IN ('A', 'B', 'C')", name=op.f("ck_reported_particulars_declaration")
        ),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_reported_particulars_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reported_particulars")),
    )
    op.create_index(
        op.f("ix_reported_particulars_worker_id_entered_at"),
        "reported_particulars",
        ["worker_id", "entered_at"],
        unique=False,
    )
    op.create_table(
        "representative",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_supported_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("authority", sa.String(length=24), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("entered_by_person", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "authority IN ('lpa_health_welfare', 'lpa_property_affairs', 'deputy', 'appointee', 'advocate', 'chosen')",
            name=op.f("ck_representative_authority"),
        ),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on >= from_on", name=op.f("ck_representative_ends_after_start")
        ),
        sa.CheckConstraint("version > 0", name=op.f("ck_representative_version_positive")),
        sa.ForeignKeyConstraint(
            ["person_supported_id"],
            ["person_supported.id"],
            name=op.f("fk_representative_person_supported_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_representative")),
    )
    op.create_index(
        op.f("ix_representative_person_supported_id_from_on"),
        "representative",
        ["person_supported_id", "from_on"],
        unique=False,
    )
    op.create_table(
        "sign_in_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("device", sa.String(length=40), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_for", sa.String(length=8), nullable=True),
        sa.Column("visitor_name", sa.String(length=160), nullable=True),
        sa.Column("visitor_language", sa.String(length=2), nullable=True),
        sa.Column("hub_account_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("entry_kind", sa.String(length=20), nullable=True),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.Column("permissions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.CheckConstraint(
            "ended_for IS NULL OR (ended_for = 'roles' AND ended_at IS NOT NULL)",
            name=op.f("ck_sign_in_session_ended_for"),
        ),
        sa.CheckConstraint("stage IN ('second_factor_due', 'open')", name=op.f("ck_sign_in_session_stage")),
        sa.CheckConstraint(
            "(account_id IS NULL) <> (entry_id IS NULL)", name=op.f("ck_sign_in_session_account_or_visitor")
        ),
        sa.CheckConstraint(
            "entry_id IS NULL OR (person_id IS NOT NULL AND hub_account_id IS NOT NULL AND visitor_name IS NOT NULL)",
            name=op.f("ck_sign_in_session_visitor_is_known"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sign_in_session_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_session_token_hash")),
    )
    op.create_index(op.f("ix_sign_in_session_account_id"), "sign_in_session", ["account_id"], unique=False)
    op.create_index(op.f("ix_sign_in_session_entry_id"), "sign_in_session", ["entry_id"], unique=False)
    op.create_table(
        "supervision_held",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("next_due_on", sa.Date(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("held_by_person", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('supervision', 'appraisal')", name=op.f("ck_supervision_held_kind")),
        sa.CheckConstraint("next_due_on > held_on", name=op.f("ck_supervision_held_next_is_later")),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_supervision_held_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_held")),
    )
    op.create_index(
        op.f("ix_supervision_held_worker_id_kind_held_on"),
        "supervision_held",
        ["worker_id", "kind", "held_on"],
        unique=False,
    )
    op.create_table(
        "tax_particulars",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("tax_code", sa.String(length=12), nullable=False),
        sa.Column("ni_category", sa.String(length=1), nullable=False),
        sa.Column("national_insurance_number", sa.LargeBinary(), nullable=True),
        sa.Column("earlier_pay_pence", sa.Integer(), nullable=False),
        sa.Column("earlier_tax_pence", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("entered_by_person", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_person", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ni_category ~ '^[A-Z]$'", name=op.f("ck_tax_particulars_ni_category")),
        sa.CheckConstraint(
            "source = 'p45' OR (earlier_pay_pence = 0 AND earlier_tax_pence = 0)",
            name=op.f("ck_tax_particulars_earlier_from_p45"),
        ),
        sa.CheckConstraint(
            "source IN ('starter_declaration', 'p45', 'code_notice')", name=op.f("ck_tax_particulars_source")
        ),
        sa.CheckConstraint(
            "state IN ('proposed', 'agreed', 'refused')", name=op.f("ck_tax_particulars_state")
        ),
        sa.CheckConstraint(
            "decided_by_person <> entered_by_person", name=op.f("ck_tax_particulars_second_person")
        ),
        sa.CheckConstraint(
            "earlier_pay_pence >= 0 AND earlier_tax_pence >= 0",
            name=op.f("ck_tax_particulars_earlier_not_negative"),
        ),
        sa.CheckConstraint(
            "earlier_tax_pence <= earlier_pay_pence", name=op.f("ck_tax_particulars_earlier_tax_fits_pay")
        ),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_tax_particulars_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tax_particulars")),
    )
    op.create_index(
        op.f("ix_tax_particulars_worker_id_from_on"),
        "tax_particulars",
        ["worker_id", "from_on"],
        unique=False,
    )
    op.create_table(
        "time_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("minutes_before", sa.Integer(), nullable=True),
        sa.Column("minutes_after", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=24), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("changed_by_person", sa.Uuid(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_time_change_has_reason")),
        sa.ForeignKeyConstraint(["entry_id"], ["time_entry.id"], name=op.f("fk_time_change_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_change")),
    )
    op.create_index(
        op.f("ix_time_change_entry_id_changed_at"), "time_change", ["entry_id", "changed_at"], unique=False
    )
    op.create_table(
        "travel_time",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("from_person_id", sa.Uuid(), nullable=False),
        sa.Column("to_person_id", sa.Uuid(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("metres", sa.Integer(), nullable=False),
        sa.Column("entered_by_person", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("metres BETWEEN 0 AND 300000", name=op.f("ck_travel_time_metres")),
        sa.CheckConstraint("minutes BETWEEN 0 AND 240", name=op.f("ck_travel_time_minutes")),
        sa.ForeignKeyConstraint(
            ["from_person_id"], ["person_supported.id"], name=op.f("fk_travel_time_from_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["to_person_id"], ["person_supported.id"], name=op.f("fk_travel_time_to_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_travel_time")),
        sa.UniqueConstraint(
            "from_person_id", "to_person_id", name=op.f("uq_travel_time_from_person_id_to_person_id")
        ),
    )
    op.create_table(
        "visit_pattern",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_supported_id", sa.Uuid(), nullable=False),
        sa.Column("visit_kind_id", sa.Uuid(), nullable=False),
        sa.Column("weekdays", sa.Integer(), nullable=False),
        sa.Column("every_weeks", sa.Integer(), nullable=False),
        sa.Column("starts_minute", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("window_minutes", sa.Integer(), nullable=False),
        sa.Column("carers", sa.Integer(), nullable=False),
        sa.Column("skills", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=True),
        sa.Column("short_reason", sa.String(length=24), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("entered_by_person", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("language IN ('en', 'cy')", name=op.f("ck_visit_pattern_language")),
        sa.CheckConstraint(
            "short_reason IN ('regular_same_worker', 'task_within_plan', 'person_asked', 'check_or_medicines')",
            name=op.f("ck_visit_pattern_short_reason"),
        ),
        sa.CheckConstraint("carers BETWEEN 1 AND 2", name=op.f("ck_visit_pattern_carers")),
        sa.CheckConstraint("every_weeks BETWEEN 1 AND 4", name=op.f("ck_visit_pattern_every_weeks")),
        sa.CheckConstraint(
            "minutes >= 30 OR short_reason IS NOT NULL", name=op.f("ck_visit_pattern_short_has_reason")
        ),
        sa.CheckConstraint("minutes BETWEEN 15 AND 1440", name=op.f("ck_visit_pattern_minutes")),
        sa.CheckConstraint("starts_minute BETWEEN 0 AND 1439", name=op.f("ck_visit_pattern_starts_minute")),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_until > valid_from", name=op.f("ck_visit_pattern_ends_after_start")
        ),
        sa.CheckConstraint("version > 0", name=op.f("ck_visit_pattern_version_positive")),
        sa.CheckConstraint("weekdays BETWEEN 1 AND 127", name=op.f("ck_visit_pattern_weekdays")),
        sa.CheckConstraint("window_minutes BETWEEN 0 AND 240", name=op.f("ck_visit_pattern_window_minutes")),
        sa.ForeignKeyConstraint(
            ["person_supported_id"],
            ["person_supported.id"],
            name=op.f("fk_visit_pattern_person_supported_id"),
        ),
        sa.ForeignKeyConstraint(
            ["visit_kind_id"], ["visit_kind.id"], name=op.f("fk_visit_pattern_visit_kind_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_pattern")),
    )
    op.create_index(
        op.f("ix_visit_pattern_person_supported_id_valid_from"),
        "visit_pattern",
        ["person_supported_id", "valid_from"],
        unique=False,
    )
    op.create_table(
        "worker_schedule",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("schedule_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("entered_by_person", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["pay_schedule.id"], name=op.f("fk_worker_schedule_schedule_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker_schedule")),
        info={"append_only": True},
    )
    op.create_index(
        op.f("ix_worker_schedule_worker_id_from_on"),
        "worker_schedule",
        ["worker_id", "from_on"],
        unique=False,
    )
    op.execute('REVOKE UPDATE, DELETE ON worker_schedule FROM "@login"')
    op.create_table(
        "worker_wish",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_supported_id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("wish", sa.String(length=12), nullable=False),
        sa.Column("entered_by_person", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("wish IN ('prefers', 'not_this_one')", name=op.f("ck_worker_wish_wish")),
        sa.ForeignKeyConstraint(
            ["person_supported_id"], ["person_supported.id"], name=op.f("fk_worker_wish_person_supported_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker_wish")),
        sa.UniqueConstraint(
            "person_supported_id", "worker_id", name=op.f("uq_worker_wish_person_supported_id_worker_id")
        ),
    )
    op.create_table(
        "bank_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("pay_run_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("format", sa.String(length=8), nullable=False),
        sa.Column("payments", sa.Integer(), nullable=False),
        sa.Column("total_pence", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_by_person", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by_person", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=20), nullable=True),
        sa.CheckConstraint(
            "format IN ('bacs18', 'pain03', 'pain09', 'table')", name=op.f("ck_bank_file_format")
        ),
        sa.CheckConstraint(
            "withdrawn_reason IN ('not_received', 'not_sent', 'bank_refused', 'wrong_particulars')",
            name=op.f("ck_bank_file_withdrawn_reason"),
        ),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by_person IS NULL) AND (withdrawn_at IS NULL) = (withdrawn_reason IS NULL)",
            name=op.f("ck_bank_file_withdrawn_with_reason"),
        ),
        sa.CheckConstraint("payments > 0 AND total_pence > 0", name=op.f("ck_bank_file_pays_somebody")),
        sa.ForeignKeyConstraint(["pay_run_id"], ["pay_run.id"], name=op.f("fk_bank_file_pay_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_file")),
        sa.UniqueConstraint("number", name=op.f("uq_bank_file_number")),
    )
    op.create_index(
        "uq_bank_file_standing",
        "bank_file",
        ["pay_run_id"],
        unique=True,
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_table(
        "care_plan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_supported_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("support", sa.LargeBinary(), nullable=False),
        sa.Column("strengths", sa.LargeBinary(), nullable=True),
        sa.Column("risks", sa.LargeBinary(), nullable=True),
        sa.Column("written_with", sa.LargeBinary(), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("agreed_by", sa.String(length=16), nullable=True),
        sa.Column("agreed_how", sa.String(length=12), nullable=True),
        sa.Column("representative_id", sa.Uuid(), nullable=True),
        sa.Column("review_due_on", sa.Date(), nullable=True),
        sa.Column("entered_by_person", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'draft') = (agreed_on IS NULL)", name=op.f("ck_care_plan_agreed_when")),
        sa.CheckConstraint("agreed_by IN ('person', 'representative')", name=op.f("ck_care_plan_agreed_by")),
        sa.CheckConstraint(
            "agreed_how IN ('in_person', 'in_writing', 'by_phone')", name=op.f("ck_care_plan_agreed_how")
        ),
        sa.CheckConstraint("state IN ('draft', 'agreed', 'replaced')", name=op.f("ck_care_plan_state")),
        sa.CheckConstraint(
            "(agreed_on IS NULL) = (agreed_by IS NULL)", name=op.f("ck_care_plan_agreed_by_whom")
        ),
        sa.CheckConstraint("number > 0 AND version > 0", name=op.f("ck_care_plan_numbers_positive")),
        sa.ForeignKeyConstraint(
            ["person_supported_id"], ["person_supported.id"], name=op.f("fk_care_plan_person_supported_id")
        ),
        sa.ForeignKeyConstraint(
            ["representative_id"], ["representative.id"], name=op.f("fk_care_plan_representative_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_plan")),
        sa.UniqueConstraint(
            "person_supported_id", "number", name=op.f("uq_care_plan_person_supported_id_number")
        ),
    )
    op.create_index(
        "uq_care_plan_open",
        "care_plan",
        ["person_supported_id", "state"],
        unique=True,
        postgresql_where=sa.text("state <> 'replaced'"),
    )
    op.create_table(
        "filing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=6), nullable=False),
        sa.Column("pay_run_id", sa.Uuid(), nullable=True),
        sa.Column("scheme_id", sa.Uuid(), nullable=True),
        sa.Column("tax_year", sa.String(length=7), nullable=False),
        sa.Column("tax_month", sa.Integer(), nullable=False),
        sa.Column("late_reason", sa.String(length=1), nullable=True),
        sa.Column("is_test", sa.Boolean(), nullable=False),
        sa.Column("told", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("payments", sa.Integer(), nullable=False),
        sa.Column("irmark", sa.String(length=28), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("correlation", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("made_by_person", sa.Uuid(), nullable=False),
        sa.Column("made_by_entry", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_person", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=20), nullable=True),
        sa.Column("answer_reference", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(kind = 'eps') = (pay_run_id IS NULL)", name=op.f("ck_filing_of_a_run")),
        sa.CheckConstraint("(kind = 'papdis') = (irmark IS NULL)", name=op.f("ck_filing_marked_for_hmrc")),
        sa.CheckConstraint("(kind = 'papdis') = (scheme_id IS NOT NULL)", name=op.f("ck_filing_of_a_scheme")),
        sa.CheckConstraint(
            "(state IN ('accepted', 'refused', 'withdrawn')) = (answered_at IS NOT NULL)",
            name=op.f("ck_filing_answered_when"),
        ),
        sa.CheckConstraint("NOT is_test OR kind <> 'papdis'", name=op.f("ck_filing_test_for_hmrc")),
        sa.CheckConstraint("kind IN ('fps', 'eps', 'papdis')", name=op.f("ck_filing_kind")),
        sa.CheckConstraint(
            "late_reason IN ('A', 'B', 'C', 'D', 'F', 'G', 'H')", name=op.f("ck_filing_late_reason")
        ),
        sa.CheckConstraint(
            "state <> 'made' OR handed_over_at IS NULL", name=op.f("ck_filing_handed_over_when")
        ),
        sa.CheckConstraint(
            "state IN ('made', 'handed_over', 'accepted', 'refused', 'withdrawn')",
            name=op.f("ck_filing_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('refused', 'withdrawn') OR reason IS NOT NULL",
            name=op.f("ck_filing_ended_with_reason"),
        ),
        sa.CheckConstraint("tax_month BETWEEN 1 AND 12", name=op.f("ck_filing_tax_month")),
        sa.CheckConstraint("version > 0", name=op.f("ck_filing_version_positive")),
        sa.ForeignKeyConstraint(["pay_run_id"], ["pay_run.id"], name=op.f("fk_filing_pay_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing")),
    )
    op.create_index(op.f("ix_filing_tax_year_tax_month"), "filing", ["tax_year", "tax_month"], unique=False)
    op.create_index(
        "uq_filing_eps_under_way",
        "filing",
        ["tax_year", "tax_month", "is_test"],
        unique=True,
        postgresql_where=sa.text("kind = 'eps' AND state IN ('made', 'handed_over')"),
    )
    op.create_index(
        "uq_filing_fps_standing",
        "filing",
        ["pay_run_id"],
        unique=True,
        postgresql_where=sa.text(
            "kind = 'fps' AND NOT is_test AND state IN ('made', 'handed_over', 'accepted')"
        ),
    )
    op.create_index(
        "uq_filing_fps_tried",
        "filing",
        ["pay_run_id"],
        unique=True,
        postgresql_where=sa.text("kind = 'fps' AND is_test AND state IN ('made', 'handed_over')"),
    )
    op.create_index(
        "uq_filing_papdis_standing",
        "filing",
        ["pay_run_id", "scheme_id"],
        unique=True,
        postgresql_where=sa.text("kind = 'papdis' AND state IN ('made', 'handed_over', 'accepted')"),
    )
    op.create_table(
        "hours_offer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("counted_from", sa.Date(), nullable=False),
        sa.Column("counted_until", sa.Date(), nullable=False),
        sa.Column("average_weekly_minutes", sa.Integer(), nullable=False),
        sa.Column("offered_weekly_minutes", sa.Integer(), nullable=False),
        sa.Column("offered_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.String(length=12), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("entered_by_person", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "answer IN ('accepted', 'fewer_hours', 'declined')", name=op.f("ck_hours_offer_answer")
        ),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_on IS NULL)", name=op.f("ck_hours_offer_answered_whole")
        ),
        sa.CheckConstraint("average_weekly_minutes >= 0", name=op.f("ck_hours_offer_average")),
        sa.CheckConstraint("counted_until > counted_from", name=op.f("ck_hours_offer_counted")),
        sa.CheckConstraint("offered_weekly_minutes BETWEEN 0 AND 5760", name=op.f("ck_hours_offer_offered")),
        sa.CheckConstraint("version > 0", name=op.f("ck_hours_offer_version_positive")),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_hours_offer_contract_id")),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_hours_offer_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hours_offer")),
        sa.UniqueConstraint("contract_id", "offered_on", name=op.f("uq_hours_offer_contract_id_offered_on")),
    )
    op.create_table(
        "other_pay_day",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("pay_run_id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=4), nullable=False),
        sa.CheckConstraint("state IN ('held', 'paid')", name=op.f("ck_other_pay_day_state")),
        sa.CheckConstraint("pence >= 0", name=op.f("ck_other_pay_day_not_negative")),
        sa.ForeignKeyConstraint(["pay_run_id"], ["pay_run.id"], name=op.f("fk_other_pay_day_pay_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_other_pay_day")),
        sa.UniqueConstraint("worker_id", "kind", "day", name=op.f("uq_other_pay_day_worker_id_kind_day")),
    )
    op.create_index(op.f("ix_other_pay_day_pay_run_id"), "other_pay_day", ["pay_run_id"], unique=False)
    op.create_table(
        "outcome_reading",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("outcome_id", sa.Uuid(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("said_by", sa.String(length=16), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("entered_by_person", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "said_by IN ('person', 'together', 'representative', 'worker')",
            name=op.f("ck_outcome_reading_said_by"),
        ),
        sa.CheckConstraint("score BETWEEN 1 AND 5", name=op.f("ck_outcome_reading_score")),
        sa.ForeignKeyConstraint(
            ["outcome_id"], ["personal_outcome.id"], name=op.f("fk_outcome_reading_outcome_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome_reading")),
    )
    op.create_index(
        op.f("ix_outcome_reading_outcome_id_on_day"),
        "outcome_reading",
        ["outcome_id", "on_day"],
        unique=False,
    )
    op.create_table(
        "pay_correction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("of_run_id", sa.Uuid(), nullable=True),
        sa.Column("entered_by_person", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "reason <> 'paid_too_much' OR pence < 0", name=op.f("ck_pay_correction_too_much_is_taken")
        ),
        sa.CheckConstraint(
            "reason IN ('rate_was_wrong', 'time_was_wrong', 'paid_too_much', 'paid_too_little', 'one_off')",
            name=op.f("ck_pay_correction_reason"),
        ),
        sa.CheckConstraint(
            "reason NOT IN ('paid_too_little', 'one_off') OR pence > 0",
            name=op.f("ck_pay_correction_more_is_given"),
        ),
        sa.CheckConstraint("pence <> 0", name=op.f("ck_pay_correction_something")),
        sa.ForeignKeyConstraint(["of_run_id"], ["pay_run.id"], name=op.f("fk_pay_correction_of_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pay_correction")),
        info={"append_only": True},
    )
    op.create_index(op.f("ix_pay_correction_worker_id"), "pay_correction", ["worker_id"], unique=False)
    op.execute('REVOKE UPDATE, DELETE ON pay_correction FROM "@login"')
    op.create_table(
        "pay_rate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("unit", sa.String(length=5), nullable=False),
        sa.Column("pence", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("entered_by_person", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('ordinary', 'weekend', 'bank_holiday', 'travel', 'waiting', 'training', 'waking_night', 'sleep_in', 'standby')",
            name=op.f("ck_pay_rate_kind"),
        ),
        sa.CheckConstraint(
            "unit = 'hour' OR kind IN ('sleep_in', 'standby')", name=op.f("ck_pay_rate_nights_are_flat")
        ),
        sa.CheckConstraint("unit IN ('hour', 'night')", name=op.f("ck_pay_rate_unit")),
        sa.CheckConstraint("pence BETWEEN 1 AND 50000", name=op.f("ck_pay_rate_pence")),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_pay_rate_contract_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pay_rate")),
        info={"append_only": True},
    )
    op.create_index(
        op.f("ix_pay_rate_contract_id_kind_from_on"),
        "pay_rate",
        ["contract_id", "kind", "from_on"],
        unique=False,
    )
    op.execute('REVOKE UPDATE, DELETE ON pay_rate FROM "@login"')
    op.create_table(
        "payslip",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("pay_run_id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("frequency", sa.String(length=2), nullable=False),
        sa.Column("tax_code", sa.String(length=12), nullable=False),
        sa.Column("ni_category", sa.String(length=1), nullable=False),
        sa.Column("director_method", sa.String(length=12), nullable=True),
        sa.Column("director_from_week", sa.Integer(), nullable=True),
        sa.Column("leaving_on", sa.Date(), nullable=True),
        sa.Column("gross_pence", sa.BigInteger(), nullable=False),
        sa.Column("expenses_pence", sa.BigInteger(), nullable=False),
        sa.Column("sacrificed_pence", sa.BigInteger(), nullable=False),
        sa.Column("ni_able_pence", sa.BigInteger(), nullable=False),
        sa.Column("pension_before_tax_pence", sa.BigInteger(), nullable=False),
        sa.Column("taxable_pence", sa.BigInteger(), nullable=False),
        sa.Column("tax_pence", sa.BigInteger(), nullable=False),
        sa.Column("employee_ni_pence", sa.BigInteger(), nullable=False),
        sa.Column("employer_ni_pence", sa.BigInteger(), nullable=False),
        sa.Column("at_lel_pence", sa.BigInteger(), nullable=False),
        sa.Column("lel_to_pt_pence", sa.BigInteger(), nullable=False),
        sa.Column("pt_to_uel_pence", sa.BigInteger(), nullable=False),
        sa.Column("student_plan", sa.String(length=2), nullable=True),
        sa.Column("student_loan_pence", sa.BigInteger(), nullable=False),
        sa.Column("postgraduate_loan_pence", sa.BigInteger(), nullable=False),
        sa.Column("pension_scheme_id", sa.Uuid(), nullable=True),
        sa.Column("pensionable_pence", sa.BigInteger(), nullable=False),
        sa.Column("pension_after_tax_pence", sa.BigInteger(), nullable=False),
        sa.Column("pension_employer_pence", sa.BigInteger(), nullable=False),
        sa.Column("pension_relief_pence", sa.BigInteger(), nullable=False),
        sa.Column("orders_pence", sa.BigInteger(), nullable=False),
        sa.Column("net_pence", sa.BigInteger(), nullable=False),
        sa.Column("earlier_pay_pence", sa.BigInteger(), nullable=False),
        sa.Column("earlier_tax_pence", sa.BigInteger(), nullable=False),
        sa.Column("working", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.CheckConstraint(
            "director_method IN ('annual', 'alternative')", name=op.f("ck_payslip_director_method")
        ),
        sa.CheckConstraint(
            "(student_loan_pence = 0) OR (student_plan IS NOT NULL)", name=op.f("ck_payslip_loan_has_plan")
        ),
        sa.CheckConstraint(
            "gross_pence >= 0 AND expenses_pence >= 0", name=op.f("ck_payslip_pay_not_negative")
        ),
        sa.CheckConstraint(
            "net_pence = taxable_pence + expenses_pence - tax_pence - employee_ni_pence - student_loan_pence - postgraduate_loan_pence - pension_after_tax_pence - orders_pence",
            name=op.f("ck_payslip_net_adds_up"),
        ),
        sa.CheckConstraint("net_pence >= 0", name=op.f("ck_payslip_net_not_negative")),
        sa.CheckConstraint(
            "ni_able_pence = gross_pence - sacrificed_pence", name=op.f("ck_payslip_ni_able_adds_up")
        ),
        sa.CheckConstraint(
            "taxable_pence = ni_able_pence - pension_before_tax_pence",
            name=op.f("ck_payslip_taxable_adds_up"),
        ),
        sa.ForeignKeyConstraint(["pay_run_id"], ["pay_run.id"], name=op.f("fk_payslip_pay_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payslip")),
        sa.UniqueConstraint("pay_run_id", "worker_id", name=op.f("uq_payslip_pay_run_id_worker_id")),
    )
    op.create_index(op.f("ix_payslip_person_id"), "payslip", ["person_id"], unique=False)
    op.create_index(op.f("ix_payslip_worker_id"), "payslip", ["worker_id"], unique=False)
    op.create_table(
        "time_set_aside",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("pay_run_id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("why", sa.String(length=12), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("set_by_person", sa.Uuid(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "reason IN ('not_clear_yet', 'nobody_to_approve', 'papers_missing', 'agreed_for_later')",
            name=op.f("ck_time_set_aside_reason"),
        ),
        sa.CheckConstraint(
            "why IN ('not_approved', 'no_contract', 'in_no_run')", name=op.f("ck_time_set_aside_why")
        ),
        sa.CheckConstraint("entries > 0", name=op.f("ck_time_set_aside_entries")),
        sa.ForeignKeyConstraint(["pay_run_id"], ["pay_run.id"], name=op.f("fk_time_set_aside_pay_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_set_aside")),
        sa.UniqueConstraint(
            "pay_run_id",
            "worker_id",
            "day",
            "why",
            name=op.f("uq_time_set_aside_pay_run_id_worker_id_day_why"),
        ),
    )
    op.create_table(
        "visit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_supported_id", sa.Uuid(), nullable=False),
        sa.Column("visit_kind_id", sa.Uuid(), nullable=True),
        sa.Column("pattern_id", sa.Uuid(), nullable=True),
        sa.Column("pattern_day", sa.Date(), nullable=True),
        sa.Column("carer", sa.Integer(), nullable=False),
        sa.Column("together_id", sa.Uuid(), nullable=True),
        sa.Column("worker_id", sa.Uuid(), nullable=True),
        sa.Column("planned_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("window_minutes", sa.Integer(), nullable=False),
        sa.Column("short_reason", sa.String(length=24), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_worker_id", sa.Uuid(), nullable=True),
        sa.Column("worker_number", sa.BigInteger(), nullable=True),
        sa.Column("told_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("device_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("device_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("device_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("cancelled_by", sa.String(length=12), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_reason", sa.String(length=16), nullable=True),
        sa.Column("entered_by_person", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        postgresql.ExcludeConstraint(
            (
                sa.text(
                    "int8range(worker_number * 4294967296 + (EXTRACT(EPOCH FROM told_from AT TIME ZONE 'UTC') / 60)::bigint, worker_number * 4294967296 + (EXTRACT(EPOCH FROM told_until AT TIME ZONE 'UTC') / 60)::bigint)"
                ),
                "&&",
            ),
            where=sa.text("worker_number IS NOT NULL AND cancelled_at IS NULL"),
            deferrable="True",
            initially="DEFERRED",
            using="spgist",
            name="ex_visit_worker_busy",
        ),
        sa.CheckConstraint(
            "cancel_reason IN ('hospital', 'away', 'family_there', 'not_wanted', 'no_worker', 'weather', 'entered_wrongly', 'other')",
            name=op.f("ck_visit_cancel_reason"),
        ),
        sa.CheckConstraint(
            "cancelled_by IN ('person', 'professional', 'co_op')", name=op.f("ck_visit_cancelled_by")
        ),
        sa.CheckConstraint(
            "short_reason IN ('regular_same_worker', 'task_within_plan', 'person_asked', 'check_or_medicines')",
            name=op.f("ck_visit_short_reason"),
        ),
        sa.CheckConstraint(
            "(cancelled_by IS NULL) = (cancelled_at IS NULL)", name=op.f("ck_visit_cancelled_whole")
        ),
        sa.CheckConstraint(
            "(pattern_id IS NULL) = (pattern_day IS NULL)", name=op.f("ck_visit_pattern_whole")
        ),
        sa.CheckConstraint(
            "(told_at IS NULL) = (told_from IS NULL) AND (told_at IS NULL) = (told_until IS NULL)",
            name=op.f("ck_visit_told_whole"),
        ),
        sa.CheckConstraint(
            "(told_worker_id IS NULL) = (worker_number IS NULL)", name=op.f("ck_visit_number_of_told")
        ),
        sa.CheckConstraint("cancelled_at IS NULL OR checked_in_at IS NULL", name=op.f("ck_visit_not_both")),
        sa.CheckConstraint("carer BETWEEN 1 AND 2", name=op.f("ck_visit_carer")),
        sa.CheckConstraint(
            "checked_in_at IS NULL OR worker_id IS NOT NULL", name=op.f("ck_visit_checked_in_by_somebody")
        ),
        sa.CheckConstraint(
            "checked_out_at IS NULL OR (checked_in_at IS NOT NULL AND checked_out_at >= checked_in_at)",
            name=op.f("ck_visit_out_after_in"),
        ),
        sa.CheckConstraint("planned_until > planned_from", name=op.f("ck_visit_ends_after_start")),
        sa.CheckConstraint("received_back_at >= taken_back_at", name=op.f("ck_visit_back_before_received")),
        sa.CheckConstraint("received_in_at >= checked_in_at", name=op.f("ck_visit_in_before_received")),
        sa.CheckConstraint("received_out_at >= checked_out_at", name=op.f("ck_visit_out_before_received")),
        sa.CheckConstraint("told_until > told_from", name=op.f("ck_visit_told_ends_after_start")),
        sa.CheckConstraint(
            "told_worker_id IS NULL OR told_at IS NOT NULL", name=op.f("ck_visit_told_to_somebody")
        ),
        sa.CheckConstraint("version > 0", name=op.f("ck_visit_version_positive")),
        sa.ForeignKeyConstraint(["pattern_id"], ["visit_pattern.id"], name=op.f("fk_visit_pattern_id")),
        sa.ForeignKeyConstraint(
            ["person_supported_id"], ["person_supported.id"], name=op.f("fk_visit_person_supported_id")
        ),
        sa.ForeignKeyConstraint(["visit_kind_id"], ["visit_kind.id"], name=op.f("fk_visit_visit_kind_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint(
            "pattern_id", "pattern_day", "carer", name=op.f("uq_visit_pattern_id_pattern_day_carer")
        ),
    )
    op.create_index(
        op.f("ix_visit_person_supported_id_planned_from"),
        "visit",
        ["person_supported_id", "planned_from"],
        unique=False,
    )
    op.create_index(op.f("ix_visit_planned_from"), "visit", ["planned_from"], unique=False)
    op.create_index(
        op.f("ix_visit_told_worker_id_told_from"), "visit", ["told_worker_id", "told_from"], unique=False
    )
    op.create_index(
        op.f("ix_visit_worker_id_planned_from"), "visit", ["worker_id", "planned_from"], unique=False
    )
    op.create_table(
        "concern",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=True),
        sa.Column("person_supported_id", sa.Uuid(), nullable=False),
        sa.Column("raised_by_person", sa.Uuid(), nullable=True),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("seen_by_person", sa.Uuid(), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(seen_at IS NULL) = (seen_by_person IS NULL)", name=op.f("ck_concern_seen_whole")
        ),
        sa.CheckConstraint("seen_by_person <> raised_by_person", name=op.f("ck_concern_seen_by_another")),
        sa.CheckConstraint("version > 0", name=op.f("ck_concern_version_positive")),
        sa.ForeignKeyConstraint(
            ["person_supported_id"], ["person_supported.id"], name=op.f("fk_concern_person_supported_id")
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_concern_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern")),
    )
    op.create_index(
        op.f("ix_concern_person_supported_id_raised_at"),
        "concern",
        ["person_supported_id", "raised_at"],
        unique=False,
    )
    op.create_index(op.f("ix_concern_seen_at_raised_at"), "concern", ["seen_at", "raised_at"], unique=False)
    op.create_table(
        "pay_correction_taken",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("correction_id", sa.Uuid(), nullable=False),
        sa.Column("pay_run_id", sa.Uuid(), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("pence <> 0", name=op.f("ck_pay_correction_taken_something")),
        sa.ForeignKeyConstraint(
            ["correction_id"], ["pay_correction.id"], name=op.f("fk_pay_correction_taken_correction_id")
        ),
        sa.ForeignKeyConstraint(
            ["pay_run_id"], ["pay_run.id"], name=op.f("fk_pay_correction_taken_pay_run_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pay_correction_taken")),
        sa.UniqueConstraint(
            "correction_id", "pay_run_id", name=op.f("uq_pay_correction_taken_correction_id_pay_run_id")
        ),
        info={"append_only": True},
    )
    op.create_index(
        op.f("ix_pay_correction_taken_pay_run_id"), "pay_correction_taken", ["pay_run_id"], unique=False
    )
    op.execute('REVOKE UPDATE, DELETE ON pay_correction_taken FROM "@login"')
    op.create_table(
        "payslip_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("payslip_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("rate_kind", sa.String(length=20), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=5), nullable=False),
        sa.Column("nights", sa.Integer(), nullable=False),
        sa.Column("rate_pence", sa.Integer(), nullable=False),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("unit = 'night' OR nights = 0", name=op.f("ck_payslip_line_nights_are_flat")),
        sa.CheckConstraint("unit IN ('hour', 'night')", name=op.f("ck_payslip_line_unit")),
        sa.CheckConstraint(
            "(minutes <> 0 OR nights <> 0) AND rate_pence > 0", name=op.f("ck_payslip_line_pays_something")
        ),
        sa.ForeignKeyConstraint(["payslip_id"], ["payslip.id"], name=op.f("fk_payslip_line_payslip_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payslip_line")),
        sa.UniqueConstraint("payslip_id", "position", name=op.f("uq_payslip_line_payslip_id_position")),
    )
    op.create_table(
        "payslip_order",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("payslip_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("untaken_pence", sa.BigInteger(), nullable=False),
        sa.Column("unprotected_pence", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "pence >= 0 AND untaken_pence >= 0 AND unprotected_pence >= 0",
            name=op.f("ck_payslip_order_not_negative"),
        ),
        sa.ForeignKeyConstraint(["payslip_id"], ["payslip.id"], name=op.f("fk_payslip_order_payslip_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payslip_order")),
        sa.UniqueConstraint("payslip_id", "order_id", name=op.f("uq_payslip_order_payslip_id_order_id")),
    )
    op.create_index(op.f("ix_payslip_order_order_id"), "payslip_order", ["order_id"], unique=False)
    op.create_table(
        "payslip_other",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("payslip_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("pence", sa.BigInteger(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("steps", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.CheckConstraint("until_on > from_on", name=op.f("ck_payslip_other_days")),
        sa.ForeignKeyConstraint(["payslip_id"], ["payslip.id"], name=op.f("fk_payslip_other_payslip_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payslip_other")),
        sa.UniqueConstraint("payslip_id", "position", name=op.f("uq_payslip_other_payslip_id_position")),
    )
    op.create_table(
        "plan_review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("care_plan_id", sa.Uuid(), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("with_whom", sa.LargeBinary(), nullable=False),
        sa.Column("outcomes_said", sa.LargeBinary(), nullable=False),
        sa.Column("came_of_it", sa.String(length=8), nullable=False),
        sa.Column("next_due_on", sa.Date(), nullable=False),
        sa.Column("entered_by_person", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("came_of_it IN ('stays', 'changes')", name=op.f("ck_plan_review_came_of_it")),
        sa.CheckConstraint("next_due_on > reviewed_on", name=op.f("ck_plan_review_next_is_later")),
        sa.ForeignKeyConstraint(["care_plan_id"], ["care_plan.id"], name=op.f("fk_plan_review_care_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_review")),
    )
    op.create_index(
        op.f("ix_plan_review_care_plan_id_reviewed_on"),
        "plan_review",
        ["care_plan_id", "reviewed_on"],
        unique=False,
    )
    op.create_table(
        "task_outcome",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("kind_task_id", sa.Uuid(), nullable=False),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.Column("why_not", sa.String(length=12), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "why_not IN ('declined', 'not_needed', 'no_time', 'not_safe', 'not_there', 'other')",
            name=op.f("ck_task_outcome_why_not"),
        ),
        sa.CheckConstraint("is_done = (why_not IS NULL)", name=op.f("ck_task_outcome_done_or_why_not")),
        sa.ForeignKeyConstraint(
            ["kind_task_id"], ["kind_task.id"], name=op.f("fk_task_outcome_kind_task_id")
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_task_outcome_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_outcome")),
        sa.UniqueConstraint("visit_id", "kind_task_id", name=op.f("uq_task_outcome_visit_id_kind_task_id")),
    )
