-- why: what a write touched is told with it, so that a desk forgets only that

-- What the last 2048 counts of `record_version` touched: count n is in slot n % 2048. A count that has
-- no row, or not its own any more, is taken to have touched everything. A `claim` was added or reads
-- otherwise itself; its `standing` is what others say of it: reviews, evidence, relations. `what` is
-- the id in the table that the kind names.
CREATE TABLE touched (
    slot INTEGER PRIMARY KEY,
    n    INTEGER NOT NULL,
    kind TEXT NOT NULL,
    what INTEGER NOT NULL
) STRICT;
-- Filled once, since an INSERT OR REPLACE in a trigger gives way to what fires it.
WITH RECURSIVE slots (slot) AS (SELECT 0 UNION ALL SELECT slot + 1 FROM slots WHERE slot < 2048 - 1)
INSERT INTO touched SELECT slot, -1, '', 0 FROM slots;

-- Both at once, for one line in each trigger.
CREATE VIEW touching AS SELECT kind, what FROM touched;
CREATE TRIGGER touching_counts INSTEAD OF INSERT ON touching BEGIN
    UPDATE record_version SET n = n + 1;
    UPDATE touched SET (n, kind, what) = (SELECT n, NEW.kind, NEW.what FROM record_version)
        WHERE slot = (SELECT n % 2048 FROM record_version);
END;

-- In place of those that only counted. What is moved to another owner touches `all`.
DROP TRIGGER claim_added_counts;
CREATE TRIGGER claim_added_counts AFTER INSERT ON claim BEGIN INSERT INTO touching VALUES ('claim', NEW.id); END;
DROP TRIGGER claim_changed_counts;
CREATE TRIGGER claim_changed_counts AFTER UPDATE ON claim BEGIN
    INSERT INTO touching VALUES (CASE
            -- Every column but `changed`.
            WHEN (NEW.id, NEW.slug, NEW.label, NEW.statement, NEW.topic, NEW.document, NEW.voice, NEW.strength,
            NEW.cue, NEW.hedge, NEW.relays, NEW.accuser_named, NEW.accused, NEW.answer,
            NEW.anchor_exact, NEW.anchor_start, NEW.anchor_end, NEW.anchor_prefix,
            NEW.anchor_suffix, NEW.passage_start, NEW.passage_end, NEW.passage_sha256, NEW.places,
            NEW.note, NEW.revision, NEW.restricted, NEW.once_restricted, NEW.asked, NEW.none_by,
            NEW.legal)
            IS (OLD.id, OLD.slug, OLD.label, OLD.statement, OLD.topic, OLD.document, OLD.voice, OLD.strength,
            OLD.cue, OLD.hedge, OLD.relays, OLD.accuser_named, OLD.accused, OLD.answer,
            OLD.anchor_exact, OLD.anchor_start, OLD.anchor_end, OLD.anchor_prefix,
            OLD.anchor_suffix, OLD.passage_start, OLD.passage_end, OLD.passage_sha256, OLD.places,
            OLD.note, OLD.revision, OLD.restricted, OLD.once_restricted, OLD.asked, OLD.none_by,
            OLD.legal)
            THEN 'standing' ELSE 'claim' END, NEW.id);
END;
DROP TRIGGER claim_alias_added_counts;
CREATE TRIGGER claim_alias_added_counts AFTER INSERT ON claim_alias BEGIN INSERT INTO touching VALUES ('claim', NEW.claim); END;
DROP TRIGGER claim_alias_changed_counts;
CREATE TRIGGER claim_alias_changed_counts AFTER UPDATE ON claim_alias BEGIN INSERT INTO touching VALUES (CASE WHEN NEW.claim = OLD.claim THEN 'claim' ELSE 'all' END, NEW.claim); END;
DROP TRIGGER claim_alias_gone_counts;
CREATE TRIGGER claim_alias_gone_counts AFTER DELETE ON claim_alias BEGIN INSERT INTO touching VALUES ('claim', OLD.claim); END;
DROP TRIGGER maker_added_counts;
CREATE TRIGGER maker_added_counts AFTER INSERT ON maker BEGIN INSERT INTO touching VALUES ('claim', NEW.claim); END;
DROP TRIGGER maker_changed_counts;
CREATE TRIGGER maker_changed_counts AFTER UPDATE ON maker BEGIN INSERT INTO touching VALUES (CASE WHEN NEW.claim = OLD.claim THEN 'claim' ELSE 'all' END, NEW.claim); END;
DROP TRIGGER maker_gone_counts;
CREATE TRIGGER maker_gone_counts AFTER DELETE ON maker BEGIN INSERT INTO touching VALUES ('claim', OLD.claim); END;
DROP TRIGGER claimant_added_counts;
CREATE TRIGGER claimant_added_counts AFTER INSERT ON claimant BEGIN INSERT INTO touching VALUES ('claimant', NEW.id); END;
DROP TRIGGER claimant_changed_counts;
CREATE TRIGGER claimant_changed_counts AFTER UPDATE ON claimant BEGIN INSERT INTO touching VALUES ('claimant', NEW.id); END;
DROP TRIGGER claimant_alias_added_counts;
CREATE TRIGGER claimant_alias_added_counts AFTER INSERT ON claimant_alias BEGIN INSERT INTO touching VALUES ('claimant', NEW.claimant); END;
DROP TRIGGER claimant_alias_changed_counts;
CREATE TRIGGER claimant_alias_changed_counts AFTER UPDATE ON claimant_alias BEGIN
    INSERT INTO touching VALUES (CASE WHEN NEW.claimant = OLD.claimant THEN 'claimant' ELSE 'all' END, NEW.claimant);
END;
DROP TRIGGER claimant_alias_gone_counts;
CREATE TRIGGER claimant_alias_gone_counts AFTER DELETE ON claimant_alias BEGIN INSERT INTO touching VALUES ('claimant', OLD.claimant); END;
DROP TRIGGER called_added_counts;
CREATE TRIGGER called_added_counts AFTER INSERT ON called BEGIN INSERT INTO touching VALUES ('name', NEW.claimant); END;
DROP TRIGGER called_changed_counts;
CREATE TRIGGER called_changed_counts AFTER UPDATE ON called BEGIN INSERT INTO touching VALUES (CASE WHEN NEW.claimant = OLD.claimant THEN 'name' ELSE 'all' END, NEW.claimant); END;
DROP TRIGGER called_gone_counts;
CREATE TRIGGER called_gone_counts AFTER DELETE ON called BEGIN INSERT INTO touching VALUES ('name', OLD.claimant); END;
DROP TRIGGER topic_added_counts;
CREATE TRIGGER topic_added_counts AFTER INSERT ON topic BEGIN INSERT INTO touching VALUES ('topic', NEW.id); END;
DROP TRIGGER topic_changed_counts;
CREATE TRIGGER topic_changed_counts AFTER UPDATE ON topic BEGIN INSERT INTO touching VALUES ('topic', NEW.id); END;
DROP TRIGGER document_added_counts;
CREATE TRIGGER document_added_counts AFTER INSERT ON document BEGIN INSERT INTO touching VALUES ('document', NEW.id); END;
DROP TRIGGER document_changed_counts;
CREATE TRIGGER document_changed_counts AFTER UPDATE ON document BEGIN INSERT INTO touching VALUES ('document', NEW.id); END;
DROP TRIGGER quote_added_counts;
CREATE TRIGGER quote_added_counts AFTER INSERT ON quote BEGIN INSERT INTO touching VALUES ('claim', NEW.claim); END;
DROP TRIGGER quote_changed_counts;
CREATE TRIGGER quote_changed_counts AFTER UPDATE ON quote BEGIN INSERT INTO touching VALUES (CASE WHEN NEW.claim = OLD.claim THEN 'claim' ELSE 'all' END, NEW.claim); END;
DROP TRIGGER quote_gone_counts;
CREATE TRIGGER quote_gone_counts AFTER DELETE ON quote BEGIN INSERT INTO touching VALUES ('claim', OLD.claim); END;
DROP TRIGGER figure_added_counts;
CREATE TRIGGER figure_added_counts AFTER INSERT ON figure BEGIN INSERT INTO touching VALUES ('claim', NEW.claim); END;
DROP TRIGGER figure_changed_counts;
CREATE TRIGGER figure_changed_counts AFTER UPDATE ON figure BEGIN INSERT INTO touching VALUES (CASE WHEN NEW.claim = OLD.claim THEN 'claim' ELSE 'all' END, NEW.claim); END;
DROP TRIGGER figure_gone_counts;
CREATE TRIGGER figure_gone_counts AFTER DELETE ON figure BEGIN INSERT INTO touching VALUES ('claim', OLD.claim); END;
DROP TRIGGER date_mention_added_counts;
CREATE TRIGGER date_mention_added_counts AFTER INSERT ON date_mention BEGIN INSERT INTO touching VALUES ('claim', NEW.claim); END;
DROP TRIGGER date_mention_changed_counts;
CREATE TRIGGER date_mention_changed_counts AFTER UPDATE ON date_mention BEGIN INSERT INTO touching VALUES (CASE WHEN NEW.claim = OLD.claim THEN 'claim' ELSE 'all' END, NEW.claim); END;
DROP TRIGGER date_mention_gone_counts;
CREATE TRIGGER date_mention_gone_counts AFTER DELETE ON date_mention BEGIN INSERT INTO touching VALUES ('claim', OLD.claim); END;
DROP TRIGGER related_added_counts;
CREATE TRIGGER related_added_counts AFTER INSERT ON related BEGIN
    INSERT INTO touching VALUES ('standing', NEW.claim);
    INSERT INTO touching VALUES ('standing', NEW.other);
END;
DROP TRIGGER related_gone_counts;
CREATE TRIGGER related_gone_counts AFTER DELETE ON related BEGIN
    INSERT INTO touching VALUES ('standing', OLD.claim);
    INSERT INTO touching VALUES ('standing', OLD.other);
END;
DROP TRIGGER evidence_added_counts;
CREATE TRIGGER evidence_added_counts AFTER INSERT ON evidence BEGIN INSERT INTO touching VALUES ('standing', NEW.claim); END;
DROP TRIGGER evidence_changed_counts;
CREATE TRIGGER evidence_changed_counts AFTER UPDATE ON evidence BEGIN INSERT INTO touching VALUES (CASE WHEN NEW.claim = OLD.claim THEN 'standing' ELSE 'all' END, NEW.claim); END;
DROP TRIGGER evidence_gone_counts;
CREATE TRIGGER evidence_gone_counts AFTER DELETE ON evidence BEGIN INSERT INTO touching VALUES ('standing', OLD.claim); END;
DROP TRIGGER review_added_counts;
CREATE TRIGGER review_added_counts AFTER INSERT ON review BEGIN INSERT INTO touching VALUES ('standing', NEW.claim); END;
DROP TRIGGER review_changed_counts;
CREATE TRIGGER review_changed_counts AFTER UPDATE ON review BEGIN INSERT INTO touching VALUES (CASE WHEN NEW.claim = OLD.claim THEN 'standing' ELSE 'all' END, NEW.claim); END;
DROP TRIGGER relation_added_counts;
CREATE TRIGGER relation_added_counts AFTER INSERT ON relation BEGIN
    INSERT INTO touching VALUES ('standing', NEW.claim);
    INSERT INTO touching VALUES ('standing', NEW.other);
END;
DROP TRIGGER relation_changed_counts;
CREATE TRIGGER relation_changed_counts AFTER UPDATE ON relation BEGIN
    INSERT INTO touching VALUES (CASE WHEN (NEW.claim, NEW.other) IS (OLD.claim, OLD.other) THEN 'standing' ELSE 'all' END, NEW.claim);
    INSERT INTO touching VALUES (CASE WHEN (NEW.claim, NEW.other) IS (OLD.claim, OLD.other) THEN 'standing' ELSE 'all' END, NEW.other);
END;
DROP TRIGGER relation_gone_counts;
CREATE TRIGGER relation_gone_counts AFTER DELETE ON relation BEGIN
    INSERT INTO touching VALUES ('standing', OLD.claim);
    INSERT INTO touching VALUES ('standing', OLD.other);
END;
DROP TRIGGER relation_verdict_added_counts;
CREATE TRIGGER relation_verdict_added_counts AFTER INSERT ON relation_verdict BEGIN
    INSERT INTO touching SELECT 'standing', claim FROM relation WHERE id = NEW.relation;
    INSERT INTO touching SELECT 'standing', other FROM relation WHERE id = NEW.relation;
END;
DROP TRIGGER relation_verdict_changed_counts;
CREATE TRIGGER relation_verdict_changed_counts AFTER UPDATE ON relation_verdict BEGIN
    INSERT INTO touching VALUES (CASE WHEN NEW.relation = OLD.relation THEN 'standing' ELSE 'all' END, (SELECT claim FROM relation WHERE id = NEW.relation));
    INSERT INTO touching VALUES (CASE WHEN NEW.relation = OLD.relation THEN 'standing' ELSE 'all' END, (SELECT other FROM relation WHERE id = NEW.relation));
END;
DROP TRIGGER claim_vector_added_counts;
CREATE TRIGGER claim_vector_added_counts AFTER INSERT ON claim_vector BEGIN INSERT INTO touching VALUES ('vector', NEW.claim); END;
DROP TRIGGER claim_vector_changed_counts;
CREATE TRIGGER claim_vector_changed_counts AFTER UPDATE ON claim_vector BEGIN INSERT INTO touching VALUES (CASE WHEN NEW.claim = OLD.claim THEN 'vector' ELSE 'all' END, NEW.claim); END;
DROP TRIGGER claim_vector_gone_counts;
CREATE TRIGGER claim_vector_gone_counts AFTER DELETE ON claim_vector BEGIN INSERT INTO touching VALUES ('vector', OLD.claim); END;
DROP TRIGGER index_state_added_counts;
CREATE TRIGGER index_state_added_counts AFTER INSERT ON index_state BEGIN INSERT INTO touching VALUES ('index', 0); END;
DROP TRIGGER index_state_changed_counts;
CREATE TRIGGER index_state_changed_counts AFTER UPDATE ON index_state BEGIN INSERT INTO touching VALUES ('index', 0); END;
DROP TRIGGER index_state_gone_counts;
CREATE TRIGGER index_state_gone_counts AFTER DELETE ON index_state BEGIN INSERT INTO touching VALUES ('index', 0); END;
CREATE TRIGGER role_holder_added_counts AFTER INSERT ON role_holder BEGIN INSERT INTO touching VALUES ('role', 0); END;
CREATE TRIGGER role_holder_changed_counts AFTER UPDATE ON role_holder BEGIN INSERT INTO touching VALUES ('role', 0); END;
CREATE TRIGGER role_holder_gone_counts AFTER DELETE ON role_holder BEGIN INSERT INTO touching VALUES ('role', 0); END;
-- A record says how the claim's words fared in a newer version of its document.
CREATE TRIGGER anchor_finding_added_counts AFTER INSERT ON anchor_finding BEGIN INSERT INTO touching VALUES ('standing', NEW.claim); END;
CREATE TRIGGER anchor_finding_changed_counts AFTER UPDATE ON anchor_finding BEGIN
    INSERT INTO touching VALUES (CASE WHEN NEW.claim = OLD.claim THEN 'standing' ELSE 'all' END, NEW.claim);
END;
CREATE TRIGGER anchor_finding_gone_counts AFTER DELETE ON anchor_finding BEGIN INSERT INTO touching VALUES ('standing', OLD.claim); END;
-- What is cited in a document counts as soon as the document is on record; until then no answer has it.
CREATE TRIGGER citation_added_counts AFTER INSERT ON citation BEGIN
    INSERT INTO touching SELECT 'document', id FROM document WHERE key = NEW.document;
END;
CREATE TRIGGER citation_changed_counts AFTER UPDATE ON citation BEGIN
    INSERT INTO touching SELECT CASE WHEN NEW.document = OLD.document THEN 'document' ELSE 'all' END, id
        FROM document WHERE key IN (NEW.document, OLD.document);
END;
CREATE TRIGGER citation_gone_counts AFTER DELETE ON citation BEGIN
    INSERT INTO touching SELECT 'document', id FROM document WHERE key = OLD.document;
END;
