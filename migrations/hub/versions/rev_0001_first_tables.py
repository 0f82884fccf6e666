"""The first tables of the hub and the library."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
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
        "assessment_reading",
        sa.Column("coop_id", sa.Uuid(), nullable=False),
        sa.Column("standard_key", sa.String(length=40), nullable=False),
        sa.Column("standard_version", sa.Integer(), nullable=False),
        sa.Column("met", sa.Integer(), nullable=False),
        sa.Column("applicable", sa.Integer(), nullable=False),
        sa.Column("needs_attention", sa.Boolean(), nullable=False),
        sa.Column("disclosure_id", sa.Uuid(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("coop_id", "standard_key", name=op.f("pk_assessment_reading")),
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
        "coop",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("schema", sa.String(length=20), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("name_cy", sa.String(length=120), nullable=False),
        sa.Column("town_en", sa.String(length=80), nullable=False),
        sa.Column("town_cy", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("stage", sa.String(length=2), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("keep_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.String(length=32), nullable=False),
        sa.Column("is_synthetic", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_disclosure_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("language IN ('en', 'cy')", name=op.f("ck_coop_language")),
        sa.CheckConstraint("schema ~ '^c_[a-z]{12}$'", name=op.f("ck_coop_schema_name")),
        sa.CheckConstraint(
            "state IN ('preparing', 'active', 'suspended', 'closed')", name=op.f("ck_coop_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coop")),
        sa.UniqueConstraint("schema", name=op.f("uq_coop_schema")),
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
        "hub_name",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("name_cy", sa.String(length=120), nullable=False),
        sa.Column("short_name", sa.String(length=40), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = '00000000-0000-0000-0000-000000000001'", name=op.f("ck_hub_name_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hub_name")),
    )
    op.create_table(
        "indicator_reading",
        sa.Column("coop_id", sa.Uuid(), nullable=False),
        sa.Column("indicator", sa.String(length=40), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_until", sa.Date(), nullable=False),
        sa.Column("numerator", sa.BigInteger(), nullable=True),
        sa.Column("denominator", sa.BigInteger(), nullable=False),
        sa.Column("disclosure_id", sa.Uuid(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "denominator >= 0 AND numerator >= 0", name=op.f("ck_indicator_reading_not_negative")
        ),
        sa.PrimaryKeyConstraint("coop_id", "indicator", "period_from", name=op.f("pk_indicator_reading")),
    )
    op.create_index(
        op.f("ix_indicator_reading_indicator_period_from"),
        "indicator_reading",
        ["indicator", "period_from"],
        unique=False,
    )
    op.create_table(
        "invoice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("series", sa.String(length=10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("coop_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("plan_key", sa.String(length=40), nullable=False),
        sa.Column("plan_version", sa.Integer(), nullable=False),
        sa.Column("net_pence", sa.BigInteger(), nullable=False),
        sa.Column("vat_pence", sa.BigInteger(), nullable=False),
        sa.Column("total_pence", sa.BigInteger(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("issued_by_person", sa.Uuid(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("due_on >= issued_on", name=op.f("ck_invoice_due_after")),
        sa.CheckConstraint("net_pence >= 0 AND vat_pence >= 0", name=op.f("ck_invoice_not_negative")),
        sa.CheckConstraint("total_pence = net_pence + vat_pence", name=op.f("ck_invoice_adds_up")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice")),
        sa.UniqueConstraint("coop_id", "month", name=op.f("uq_invoice_coop_id_month")),
        sa.UniqueConstraint("series", "number", name=op.f("uq_invoice_series_number")),
        info={"append_only": True},
    )
    op.execute('REVOKE UPDATE, DELETE ON invoice FROM "@login"')
    op.create_table(
        "invoice_number",
        sa.Column("series", sa.String(length=10), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", name=op.f("pk_invoice_number")),
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
        "publication",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("title_cy", sa.String(length=200), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("ck_publication_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        schema="library",
        info={"append_only": True},
    )
    op.create_index(
        "uq_publication_version", "publication", ["kind", "key", "version"], unique=True, schema="library"
    )
    op.execute('REVOKE UPDATE, DELETE ON library.publication FROM "@login"')
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
        "publication_draft",
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("title_cy", sa.String(length=200), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_account", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("kind", "key", name=op.f("pk_publication_draft")),
    )
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
        "usage",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("coop_id", sa.Uuid(), nullable=False),
        sa.Column("service", sa.String(length=20), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("disclosure_id", sa.Uuid(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "service IN ('payslips', 'learners', 'care_turnover')", name=op.f("ck_usage_service")
        ),
        sa.CheckConstraint("extract(day from month) = 1", name=op.f("ck_usage_month_begins")),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_usage_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usage")),
        sa.UniqueConstraint(
            "coop_id", "service", "source_id", name=op.f("uq_usage_coop_id_service_source_id")
        ),
        info={"append_only": True},
    )
    op.create_index(
        op.f("ix_usage_coop_id_month_service"), "usage", ["coop_id", "month", "service"], unique=False
    )
    op.execute('REVOKE UPDATE, DELETE ON usage FROM "@login"')
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
        "agreement_offer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("coop_id", sa.Uuid(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
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
            "state IN ('offered', 'accepted', 'refused', 'ended')", name=op.f("ck_agreement_offer_state")
        ),
        sa.ForeignKeyConstraint(["coop_id"], ["coop.id"], name=op.f("fk_agreement_offer_coop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_offer")),
    )
    op.create_index(
        op.f("ix_agreement_offer_coop_id_offered_at"),
        "agreement_offer",
        ["coop_id", "offered_at"],
        unique=False,
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
        "coop_migration",
        sa.Column("coop_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("fault", sa.Text(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('done', 'failed')", name=op.f("ck_coop_migration_state")),
        sa.ForeignKeyConstraint(["coop_id"], ["coop.id"], name=op.f("fk_coop_migration_coop_id")),
        sa.PrimaryKeyConstraint("coop_id", "revision", name=op.f("pk_coop_migration")),
    )
    op.create_index(op.f("ix_coop_migration_coop_id"), "coop_migration", ["coop_id"], unique=False)
    op.create_table(
        "coop_restore",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("coop_id", sa.Uuid(), nullable=False),
        sa.Column("archive_id", sa.Uuid(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["coop_id"], ["coop.id"], name=op.f("fk_coop_restore_coop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coop_restore")),
    )
    op.create_index(op.f("ix_coop_restore_coop_id"), "coop_restore", ["coop_id"], unique=False)
    op.create_table(
        "coop_slug",
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("coop_id", sa.Uuid(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("slug ~ '^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$'", name=op.f("ck_coop_slug_slug")),
        sa.ForeignKeyConstraint(["coop_id"], ["coop.id"], name=op.f("fk_coop_slug_coop_id")),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_coop_slug")),
    )
    op.create_index(op.f("ix_coop_slug_coop_id"), "coop_slug", ["coop_id"], unique=False)
    op.create_index(
        "uq_coop_slug_current", "coop_slug", ["coop_id"], unique=True, postgresql_where=sa.text("is_current")
    )
    op.create_table(
        "delivery",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("coop_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["coop_id"], ["coop.id"], name=op.f("fk_delivery_coop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("seq", name=op.f("uq_delivery_seq")),
        info={"append_only": True},
    )
    op.create_index(op.f("ix_delivery_coop_id_seq"), "delivery", ["coop_id", "seq"], unique=False)
    op.execute('REVOKE UPDATE, DELETE ON delivery FROM "@login"')
    op.create_table(
        "disclosure_received",
        sa.Column("coop_id", sa.Uuid(), nullable=False),
        sa.Column("disclosure_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("about_from", sa.Date(), nullable=True),
        sa.Column("about_until", sa.Date(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_understood", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["coop_id"], ["coop.id"], name=op.f("fk_disclosure_received_coop_id")),
        sa.PrimaryKeyConstraint("coop_id", "disclosure_id", name=op.f("pk_disclosure_received")),
        sa.UniqueConstraint("seq", name=op.f("uq_disclosure_received_seq")),
        info={"append_only": True},
    )
    op.create_index(
        op.f("ix_disclosure_received_coop_id_kind_seq"),
        "disclosure_received",
        ["coop_id", "kind", "seq"],
        unique=False,
    )
    op.create_index(
        op.f("ix_disclosure_received_kind_about_from"),
        "disclosure_received",
        ["kind", "about_from"],
        unique=False,
    )
    op.execute('REVOKE UPDATE, DELETE ON disclosure_received FROM "@login"')
    op.create_table(
        "grant_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("coop_id", sa.Uuid(), nullable=False),
        sa.Column("given_kinds", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("records_given", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
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
            "state IN ('asked', 'accepted', 'refused', 'revoked')", name=op.f("ck_grant_request_state")
        ),
        sa.CheckConstraint("hours BETWEEN 1 AND 336", name=op.f("ck_grant_request_fourteen_days")),
        sa.ForeignKeyConstraint(["coop_id"], ["coop.id"], name=op.f("fk_grant_request_coop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grant_request")),
    )
    op.create_index(
        op.f("ix_grant_request_asked_by_account"), "grant_request", ["asked_by_account"], unique=False
    )
    op.create_index(
        op.f("ix_grant_request_coop_id_asked_at"), "grant_request", ["coop_id", "asked_at"], unique=False
    )
    op.create_table(
        "hand_over",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("coop_id", sa.Uuid(), nullable=False),
        sa.Column("hub_account_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("roles", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("entry_kind", sa.String(length=9), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("entry_kind IN ('agreement', 'grant')", name=op.f("ck_hand_over_entry_kind")),
        sa.ForeignKeyConstraint(["coop_id"], ["coop.id"], name=op.f("fk_hand_over_coop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_over")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_hand_over_token_hash")),
    )
    op.create_index(op.f("ix_hand_over_expires_at"), "hand_over", ["expires_at"], unique=False)
    op.create_table(
        "invoice_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("service", sa.String(length=20), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("net_pence", sa.BigInteger(), nullable=False),
        sa.Column("vat_code", sa.String(length=20), nullable=False),
        sa.Column("vat_bps", sa.Integer(), nullable=False),
        sa.Column("vat_pence", sa.BigInteger(), nullable=False),
        sa.Column("working", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name=op.f("fk_invoice_line_invoice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_line")),
        sa.UniqueConstraint("invoice_id", "position", name=op.f("uq_invoice_line_invoice_id_position")),
        info={"append_only": True},
    )
    op.execute('REVOKE UPDATE, DELETE ON invoice_line FROM "@login"')
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
        "payment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("coop_id", sa.Uuid(), nullable=False),
        sa.Column("invoice_id", sa.Uuid(), nullable=True),
        sa.Column("transfer_id", sa.Uuid(), nullable=False),
        sa.Column("takes_back_id", sa.Uuid(), nullable=True),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.Column("method", sa.String(length=20), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("entered_by_person", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "amount_pence > 0 OR amount_pence < 0 AND (takes_back_id IS NOT NULL OR method = 'credit')",
            name=op.f("ck_payment_sign"),
        ),
        sa.CheckConstraint("method IN ('bank_transfer', 'credit')", name=op.f("ck_payment_method")),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name=op.f("fk_payment_invoice_id")),
        sa.ForeignKeyConstraint(["takes_back_id"], ["payment.id"], name=op.f("fk_payment_takes_back_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint("takes_back_id", name=op.f("uq_payment_takes_back_id")),
        info={"append_only": True},
    )
    op.create_index(op.f("ix_payment_coop_id"), "payment", ["coop_id"], unique=False)
    op.create_index(op.f("ix_payment_invoice_id"), "payment", ["invoice_id"], unique=False)
    op.create_index(op.f("ix_payment_transfer_id"), "payment", ["transfer_id"], unique=False)
    op.execute('REVOKE UPDATE, DELETE ON payment FROM "@login"')
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
        "delivery_arrival",
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_delivery_arrival_delivery_id")
        ),
        sa.PrimaryKeyConstraint("delivery_id", name=op.f("pk_delivery_arrival")),
        info={"append_only": True},
    )
    op.execute('REVOKE UPDATE, DELETE ON delivery_arrival FROM "@login"')
    op.create_table(
        "delivery_pending",
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.Column("coop_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["coop_id"], ["coop.id"], name=op.f("fk_delivery_pending_coop_id")),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_delivery_pending_delivery_id")
        ),
        sa.PrimaryKeyConstraint("delivery_id", name=op.f("pk_delivery_pending")),
    )
    op.create_index(op.f("ix_delivery_pending_coop_id"), "delivery_pending", ["coop_id"], unique=False)
