-- Which budget model the tenant's Odoo has, and when that was looked at; null for none.
alter table connections add budget_model text, add budgets_checked_at timestamptz;

-- The companies of the tenant's Odoo with the currency of their books, as seen last.
create table odoo_companies (
    tenant_id text not null references tenants,
    odoo_id int not null,
    name text not null,
    currency text not null,
    primary key (tenant_id, odoo_id)
);
alter table odoo_companies enable row level security, force row level security;
create policy own_tenant on odoo_companies using (tenant_in_scope(tenant_id)) with check (tenant_in_scope(tenant_id));
