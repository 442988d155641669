-- why: who may do what on the desk

-- A person or a group of a platform, and the role it was given. The audit has who gave it and when.
CREATE TABLE role_holder (
    platform TEXT NOT NULL,
    id       TEXT NOT NULL,
    role     TEXT NOT NULL CHECK (role IN ('reader', 'reporter', 'editor', 'standards', 'admin')),
    name     TEXT NOT NULL,
    is_group INTEGER NOT NULL CHECK (is_group IN (0, 1)),
    PRIMARY KEY (platform, id)
) STRICT, WITHOUT ROWID;
