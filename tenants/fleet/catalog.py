"""What a schema is made of, as lines of text that are equal in equal schemas whatever their names."""

from collections.abc import Sequence

from tenants.database import Owner

_LINES = r"""
WITH spaces AS (SELECT oid, nspname FROM pg_namespace WHERE nspname = ANY(%(schemas)s)),
tables AS (
    SELECT s.nspname, c.oid, c.relname, c.relkind, c.relowner, c.relacl, c.relpersistence, c.relrowsecurity,
           c.relforcerowsecurity
    FROM pg_class c JOIN spaces s ON s.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
),
found AS (
    SELECT nspname, format('table %%s: kind %%s%%s, owner %%s%%s%%s', relname, relkind, relpersistence,
           relowner::regrole, CASE WHEN relrowsecurity THEN ', row security' END,
           CASE WHEN relforcerowsecurity THEN ' forced' END) AS line
    FROM tables
  UNION ALL
    SELECT nspname, format('grant on %%s: %%s to %%s', relname,
           string_agg(acl.privilege_type, ', ' ORDER BY acl.privilege_type),
           CASE acl.grantee WHEN 0 THEN 'PUBLIC' ELSE acl.grantee::regrole::text END)
    FROM tables CROSS JOIN LATERAL aclexplode(relacl) acl WHERE acl.grantee <> relowner
    GROUP BY nspname, relname, acl.grantee
  UNION ALL
    SELECT nspname, format('column %%s.%%s: place %%s, %%s%%s%%s%%s%%s%%s', relname, a.attname,
           row_number() OVER (PARTITION BY a.attrelid ORDER BY a.attnum), format_type(a.atttypid, a.atttypmod),
           CASE WHEN a.attcollation <> t.typcollation THEN ' collate ' || a.attcollation::regcollation END,
           CASE WHEN a.attnotnull THEN ' not null' END,
           CASE WHEN a.attidentity <> '' THEN ' identity ' || a.attidentity::text END,
           CASE WHEN a.attgenerated <> '' THEN ' generated ' || a.attgenerated::text END,
           ' default ' || pg_get_expr(d.adbin, d.adrelid))
    FROM tables JOIN pg_attribute a ON a.attrelid = tables.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE relkind <> 'S'
  UNION ALL
    SELECT nspname, format('constraint %%s on %%s: %%s%%s', c.conname, relname, pg_get_constraintdef(c.oid),
           CASE WHEN NOT c.convalidated THEN ' not valid' END)
    FROM tables JOIN pg_constraint c ON c.conrelid = tables.oid WHERE c.contype <> 'n'
  UNION ALL
    SELECT nspname, format('index %%s%%s', pg_get_indexdef(i.indexrelid),
           CASE WHEN NOT i.indisvalid THEN ' invalid' END)
    FROM tables JOIN pg_index i ON i.indrelid = tables.oid
  UNION ALL
    SELECT nspname, format('sequence %%s: %%s from %%s by %%s, %%s to %%s%%s, of %%s', relname, q.seqtypid::regtype,
           q.seqstart, q.seqincrement, q.seqmin, q.seqmax, CASE WHEN q.seqcycle THEN ' cycle' END,
           (SELECT format('%%s %%s', dep.refobjid::regclass, dep.refobjsubid > 0) FROM pg_depend dep
            WHERE dep.objid = tables.oid AND dep.classid = 'pg_class'::regclass AND dep.deptype IN ('a', 'i')))
    FROM tables JOIN pg_sequence q ON q.seqrelid = tables.oid
  UNION ALL
    SELECT nspname, format('trigger on %%s: %%s (%%s)', relname, pg_get_triggerdef(t.oid), t.tgenabled)
    FROM tables JOIN pg_trigger t ON t.tgrelid = tables.oid WHERE NOT t.tgisinternal
  UNION ALL
    SELECT nspname, format('policy %%s on %%s: %%s %%s, using %%s, check %%s', p.polname, relname, p.polcmd,
           p.polpermissive, pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
    FROM tables JOIN pg_policy p ON p.polrelid = tables.oid
  UNION ALL
    SELECT nspname, format('view %%s: %%s', relname, pg_get_viewdef(tables.oid)) FROM tables WHERE relkind IN ('v', 'm')
  UNION ALL
    SELECT s.nspname, format('function %%s', pg_get_functiondef(p.oid))
    FROM pg_proc p JOIN spaces s ON s.oid = p.pronamespace WHERE p.prokind IN ('f', 'p')
  UNION ALL
    SELECT s.nspname, format('type %%s: %%s %%s', t.typname, t.typtype,
           (SELECT string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid))
    FROM pg_type t JOIN spaces s ON s.oid = t.typnamespace WHERE t.typtype IN ('e', 'd', 'r')
),
neutral AS (
    SELECT nspname, regexp_replace(regexp_replace(replace(line, nspname || '.', ''),
           '\((''([^'']|'''')*''::character varying)\)::text', '\1', 'g'),
           '\((ARRAY\[[^]]*\])\)::text\[\]', '\1', 'g') AS line
    FROM found
)
"""
# The expressions at the end: PostgreSQL writes `x IN ('a', 'b')` in one way when it was just declared, and in another
# when it was restored from a dump; both mean the same.
_DIGEST = 'SELECT nspname, md5(string_agg(line, chr(10) ORDER BY line COLLATE "C")) FROM neutral GROUP BY nspname'
_SORTED = 'SELECT line FROM neutral ORDER BY line COLLATE "C"'
_RIGHTS = """
SELECT n.nspname,
       string_agg(acl.grantee::regrole || ':' || acl.privilege_type, ', ' ORDER BY acl.grantee::regrole::text)
FROM pg_namespace n CROSS JOIN LATERAL aclexplode(n.nspacl) acl
WHERE n.nspname = ANY(%(schemas)s) AND acl.grantee <> n.nspowner GROUP BY n.nspname
"""
_CHUNK = 50


def digests(owner: Owner, schemas: Sequence[str]) -> dict[str, str]:
    """A digest of the structure of each schema."""
    return _by_chunks(owner, f"{_LINES}{_DIGEST}", schemas)


def rights(owner: Owner, schemas: Sequence[str]) -> dict[str, str]:
    """Who may use each schema, beside its owner."""
    return _by_chunks(owner, _RIGHTS, schemas)


def lines(owner: Owner, schema: str) -> list[str]:
    """The structure of one schema."""
    return [row[0] for row in owner.execute(f"{_LINES}{_SORTED}".encode(), {"schemas": [schema]})]


def differences(owner: Owner, schema: str, *, from_: Sequence[str]) -> list[str]:
    """What a schema lacks of the lines `from_`, and what it has beyond them."""
    wanted, present = set(from_), set(lines(owner, schema))
    lacking = [f"lacks {line}" for line in sorted(wanted - present)]
    return lacking + [f"has {line}" for line in sorted(present - wanted)]


def _by_chunks(owner: Owner, query: str, schemas: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for start in range(0, len(schemas), _CHUNK):
        rows = owner.execute(query.encode(), {"schemas": list(schemas[start : start + _CHUNK])})
        found.update((name, value) for name, value in rows)
    return found
