"""Every route of the desk, and who may use it: the one table that decides."""

from finance_portal.desk import account, demo, entering, finding, messages, money, oversight, work
from finance_portal.desk.doors import (
    AUDITORS,
    EVERYBODY,
    OVERSEERS,
    SIGN_IN,
    SUPERVISORS,
    WORKERS,
    form,
    news,
    open_door,
    page,
)

# fmt: off
TABLE = (
    open_door("GET", SIGN_IN, entering.show, reason="Anyone may ask to sign in."),
    open_door("POST", SIGN_IN, entering.enter, reason="Anyone may try; tries are counted."),
    open_door("GET", "/desk.css", entering.style, reason="It says nothing about anybody."),
    open_door("GET", "/icon.svg", entering.icon, reason="It says nothing about anybody."),
    open_door("GET", "/live.js", entering.live, reason="It says nothing about anybody."),
    form("/sign-out", entering.leave, EVERYBODY),

    page("/", finding.home, EVERYBODY),
    form("/", finding.find, EVERYBODY),
    page("/accounts/{ref}/why", finding.why, EVERYBODY),
    form("/accounts/{ref}/why", finding.say_why, EVERYBODY),

    page("/accounts/{ref}", account.show, EVERYBODY, look="account"),
    page("/accounts/{ref}/history", account.show_history, EVERYBODY, look="history"),
    page("/accounts/{ref}/papers", account.show_papers, EVERYBODY, look="papers"),
    page("/accounts/{ref}/papers/{paper}", account.paper, EVERYBODY, look="paper"),
    page("/accounts/{ref}/as/{person}", account.as_seen, EVERYBODY, look="as the borrower"),
    form("/accounts/{ref}/pin", account.check_pin, WORKERS, look="pin"),
    form("/accounts/{ref}/unlock", account.unlock, WORKERS, look="unlock"),
    form("/accounts/{ref}/end-sessions", account.end_sessions, WORKERS, look="end sessions"),
    form("/accounts/{ref}/send-again", account.send_again, WORKERS, look="send again"),
    form("/accounts/{ref}/flags", account.add_flag, WORKERS, look="flags"),
    form("/accounts/{ref}/flags/end", account.end_flag, WORKERS, look="flags"),

    page("/accounts/{ref}/money", money.show, EVERYBODY, look="money"),
    form("/accounts/{ref}/money", money.propose, WORKERS, look="money"),
    page("/approvals", money.approvals, EVERYBODY),
    form("/approvals/{proposal}/approve", money.approve, SUPERVISORS),
    form("/approvals/{proposal}/decline", money.decline, SUPERVISORS),
    form("/approvals/{proposal}/withdraw", money.withdraw, WORKERS),

    page("/messages", messages.inbox, EVERYBODY),
    news("/messages/news", messages.inbox_news, EVERYBODY),
    page("/messages/{thread}", messages.thread, EVERYBODY),
    news("/messages/{thread}/news", messages.thread_news, EVERYBODY),
    form("/messages/{thread}/answer", messages.answer, WORKERS),
    form("/messages/{thread}/close", messages.close, WORKERS),
    form("/messages/{thread}/reopen", messages.reopen, WORKERS),
    page("/messages/{thread}/transcript", messages.transcript, EVERYBODY),
    page("/messages/{thread}/files/{file}", messages.file, EVERYBODY),
    page("/accounts/{ref}/messages", messages.of_account, EVERYBODY, look="messages"),
    form("/accounts/{ref}/messages", messages.start, WORKERS, look="messages"),

    page("/requests", work.queue, EVERYBODY),
    page("/accounts/{ref}/requests/{request}", work.request, EVERYBODY, look="request"),
    form("/accounts/{ref}/requests/{request}", work.decide, WORKERS, look="request"),
    page("/reviews", work.review_queue, EVERYBODY),
    form("/reviews", work.mark, WORKERS),
    page("/numbers", work.portfolio, EVERYBODY),
    page("/runs", work.runs, EVERYBODY),

    page("/looks", oversight.show_looks, OVERSEERS),
    page("/trail", oversight.show_trail, AUDITORS),
    form("/trail", oversight.verify, AUDITORS),
)
DEMO = (
    open_door("GET", "/_demo/codes", demo.codes,
        reason="Only a demo has it, and there nothing is real."),
)
# fmt: on
