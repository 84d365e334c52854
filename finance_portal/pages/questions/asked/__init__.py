"""What is asked, by subject; each answer is true of this portal as it is set up."""

from finance_portal.pages.questions.asked._form import Question, Subject
from finance_portal.pages.questions.asked.contract import CONTRACT
from finance_portal.pages.questions.asked.end import END
from finance_portal.pages.questions.asked.late import LATE
from finance_portal.pages.questions.asked.paying import PAYING
from finance_portal.pages.questions.asked.portal import PORTAL

SUBJECTS = (PAYING, LATE, CONTRACT, END, PORTAL)

__all__ = ["SUBJECTS", "Question", "Subject"]
