-- Templates that follow a donor's published form, with direct and indirect categories; a grant holds its own copy of both. Donors, units and
-- templates can be archived. What is there already has no rate, and all its categories are direct until somebody says otherwise.
alter table budget_templates
    add indirect_rate numeric(18, 4) check (indirect_rate between 0 and 100),
    add source text,
    add archived_at timestamptz;
alter table template_categories
    add is_indirect boolean not null default false,
    add removed_at timestamptz;
alter table budgets add indirect_rate numeric(18, 4);
alter table budget_categories add is_indirect boolean not null default false;
alter table donors add archived_at timestamptz;
alter table units add archived_at timestamptz;
