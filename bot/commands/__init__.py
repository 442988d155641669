"""What the desk can be asked: one readable list."""

from bot.commands.ask import ask, question
from bot.commands.brief import (
    brief,
    brief_every,
    brief_list,
    brief_now,
    brief_pause,
    brief_resume,
    brief_stop,
)
from bot.commands.claim import claim
from bot.commands.claims import claims
from bot.commands.compare import compare_claims
from bot.commands.desk import desk
from bot.commands.desk_add import desk_add, desk_save
from bot.commands.desk_audit import desk_audit
from bot.commands.desk_cite import desk_cite, desk_uncite
from bot.commands.desk_decisions import (
    desk_accept,
    desk_drop,
    desk_edit,
    desk_hold,
    desk_join,
    desk_pick,
    desk_undo,
)
from bot.commands.desk_deliveries import desk_deliveries
from bot.commands.desk_demand import (
    desk_demand,
    desk_demand_answer,
    desk_demand_drop,
    desk_demand_take,
    desk_demand_taken,
)
from bot.commands.desk_demand_search import desk_demand_search
from bot.commands.desk_document import desk_document, desk_mark
from bot.commands.desk_edit import desk_answer, desk_answered, desk_revise
from bot.commands.desk_queue import desk_queue, desk_show
from bot.commands.desk_recalls import desk_recall
from bot.commands.desk_receipt import desk_receipt
from bot.commands.desk_reinstate import desk_reinstate
from bot.commands.desk_review import (
    desk_evidence,
    desk_judge,
    desk_prove,
    desk_review,
    desk_sign_off,
    desk_withdraw,
)
from bot.commands.desk_role import desk_role
from bot.commands.desk_ticket import (
    desk_ticket,
    desk_ticket_done,
    desk_ticket_drop,
    desk_ticket_take,
    desk_ticket_taken,
)
from bot.commands.desk_unreviewed import desk_unreviewed
from bot.commands.desk_work import desk_history, desk_note, desk_take
from bot.commands.followed import followed
from bot.commands.history import history
from bot.commands.ingest import ingest, ingest_text
from bot.commands.meeting import meeting, meeting_end, meeting_show, meeting_start
from bot.commands.meeting_find import meeting_find, meeting_minutes
from bot.commands.meeting_items import (
    meeting_add,
    meeting_decide,
    meeting_drop,
    meeting_move,
    meeting_next,
    meeting_ticket,
)
from bot.commands.onrecord import onrecord
from bot.commands.origins import origins
from bot.commands.passage import passage
from bot.commands.recent import recent
from bot.commands.relate import confirm_relation, refuse_relation, relate
from bot.commands.related import find_related, related
from bot.commands.searches import keep_search, save_search, searches
from bot.commands.source import source
from bot.commands.watch import (
    watch,
    watch_about,
    watch_claim,
    watch_document,
    watch_list,
    watch_pause,
    watch_question,
    watch_resume,
    watch_source,
    watch_stop,
    watch_topic,
)

COMMANDS = (
    claim,
    claims,
    source,
    onrecord,
    compare_claims,
    passage,
    history,
    followed,
    recent,
    ask,
    question,
    related,
    origins,
    find_related,
    confirm_relation,
    refuse_relation,
    relate,
    searches,
    save_search,
    keep_search,
    desk,
    desk_queue,
    desk_show,
    desk_accept,
    desk_edit,
    desk_join,
    desk_pick,
    desk_drop,
    desk_hold,
    desk_undo,
    desk_unreviewed,
    desk_add,
    desk_save,
    desk_take,
    desk_review,
    desk_judge,
    desk_evidence,
    desk_prove,
    desk_revise,
    desk_answer,
    desk_answered,
    desk_note,
    desk_history,
    desk_cite,
    desk_uncite,
    desk_sign_off,
    desk_withdraw,
    desk_reinstate,
    desk_role,
    desk_audit,
    desk_document,
    desk_mark,
    desk_recall,
    desk_deliveries,
    desk_demand,
    desk_demand_take,
    desk_demand_taken,
    desk_demand_answer,
    desk_demand_drop,
    desk_demand_search,
    desk_ticket,
    desk_ticket_take,
    desk_ticket_taken,
    desk_ticket_done,
    desk_ticket_drop,
    desk_receipt,
    watch,
    watch_claim,
    watch_topic,
    watch_source,
    watch_about,
    watch_document,
    watch_question,
    watch_list,
    watch_stop,
    watch_pause,
    watch_resume,
    brief,
    brief_now,
    brief_every,
    brief_list,
    brief_stop,
    brief_pause,
    brief_resume,
    meeting,
    meeting_start,
    meeting_add,
    meeting_move,
    meeting_next,
    meeting_drop,
    meeting_decide,
    meeting_ticket,
    meeting_show,
    meeting_end,
    meeting_find,
    meeting_minutes,
    ingest,
    ingest_text,
)
